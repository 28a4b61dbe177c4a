"""Train variants of a model over several seeds, and get one tidy table back."""

import os

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from utils import require, require_whole


def compare(variants, data, seeds=range(5), *, epochs, batch_size=32, after=None):
    """Train every variant from every seed and return how each run went.

    The result is that of the obvious loop: for each seed, ``keras.utils.set_random_seed(seed)``,
    build and compile the variant's model anew, and ``fit`` it. It is reached faster: each variant
    is traced and compiled once. For each seed the fresh initial weights are set into the compiled
    model and its optimizer is put back to its start. (On PyTorch, dropout draws other masks.)

    In each epoch the training rows are visited once, in the order that
    ``numpy.random.default_rng(seed).permutation(n)`` gives (one further permutation an epoch); the
    last batch may be smaller.

    Args:
        variants: dict, name of the variant → function without arguments that returns a new,
            compiled Keras model. Let it create its initialisers anew and without a ``seed``: with
            one, every seed would start from the same weights.
        data: ``(x_train, y_train, x_test, y_test)``; whatever follows these four arrays is left
            unused, so what :func:`utils.data.load_images` returns can be given as it is.
        seeds: distinct whole numbers ≥ 0, one run of each variant from each.
        epochs: passes over the training rows, at least 1.
        batch_size: training rows in a step, at least 1.
        after: function ``after(model, variant, seed)``, called with the trained model at the end of
            each run. The model is used again for the next seed: take out of it what you need.

    Returns:
        ``pandas.DataFrame`` with one row for each variant, seed and epoch (from 1), in that order.
        Columns: ``variant``, ``seed``, ``epoch``; ``loss`` and the compiled metrics as averages
        over the epoch's training steps; the same with the prefix ``test_``, measured on the test
        rows when the epoch has ended.

    Raises:
        ValueError: if an argument is empty or of the wrong form.
    """
    arrays, seeds = _check(variants, data, seeds)
    require_whole("epochs", epochs, least=1)
    require_whole("batch_size", batch_size, least=1)
    rows = []
    hidden = bool(os.environ.get("TQDM_DISABLE"))  # said here, as the bar for notebooks ignores it
    with tqdm(
        total=len(variants) * len(seeds), unit="run", leave=False, disable=hidden
    ) as progress:
        for variant, build in variants.items():
            # All models first, since on TensorFlow a new seed slows the next call of a graph.
            models = [_build(build, variant, seed) for seed in seeds]
            starts = [_values(_state(model)) for model in models]
            runner = _runner(models[0], arrays, batch_size)
            del models
            for seed, start in zip(seeds, starts, strict=True):
                runner.restart(start, seed)
                order = np.random.default_rng(seed)
                for epoch in range(1, epochs + 1):
                    measured = runner.epoch(order.permutation(len(arrays[0])))
                    rows.append({"variant": variant, "seed": seed, "epoch": epoch, **measured})
                if after is not None:
                    after(runner.model, variant, seed)
                progress.update()
    return pd.DataFrame(rows)


class _Runner:
    """One compiled model, run again and again from fresh weights, by ``fit`` (any backend)."""

    def __init__(self, model, arrays, batch_size):
        import keras

        self.model, self.arrays, self.batch_size = model, arrays, batch_size
        self.backend, self.set_seed = keras.backend.backend(), keras.utils.set_random_seed
        model.optimizer.build(model.trainable_variables)
        self.optimizer_start = _values(model.optimizer.variables)

    def restart(self, start, seed):
        """Set the model's variables to the values `start`, and the optimizer to its beginning."""
        if self.backend == "torch":  # whose dropout draws from a global generator
            self.set_seed(seed)
        variables = [*_state(self.model), *self.model.optimizer.variables]
        for variable, value in zip(variables, [*start, *self.optimizer_start], strict=True):
            variable.assign(value)

    def epoch(self, order):
        """Train once over the rows in this `order`; return what was measured, name → float."""
        x, y, x_test, y_test = self.arrays
        options = {"batch_size": self.batch_size, "shuffle": False, "verbose": 0}
        train = self.model.fit(x[order], y[order], **options).history
        test = self.model.evaluate(x_test, y_test, batch_size=1024, verbose=0, return_dict=True)
        train = {name: float(values[-1]) for name, values in train.items()}
        return train | {f"test_{name}": float(value) for name, value in test.items()}


class _TensorFlowRunner(_Runner):
    """The same, the whole epoch being one graph: ``fit`` spends its time between the steps."""

    def __init__(self, model, arrays, batch_size):
        import tensorflow as tf

        super().__init__(model, [tf.constant(array) for array in arrays], batch_size)

        def run(step, size, x, y, order):
            def body(start):
                rows = order[start : start + size]
                step((tf.gather(x, rows), tf.gather(y, rows)))
                return start + size

            rows_left = tf.shape(order)[0]
            tf.while_loop(lambda start: start < rows_left, body, [0], parallel_iterations=1)

        @tf.function(autograph=False)
        def train(x, y, order):
            run(model.train_step, batch_size, x, y, order)

        @tf.function(autograph=False)
        def test(x, y, order):
            run(model.test_step, 1024, x, y, order)

        self.train, self.test, self.to_tensor = train, test, tf.constant
        # A first batch, to create the metrics' variables: the graph that does it is traced twice.
        model.test_step([array[:batch_size] for array in self.arrays[:2]])
        self._read_metrics()

    def epoch(self, order):
        """See :meth:`_Runner.epoch`."""
        x, y, x_test, y_test = self.arrays
        self.train(x, y, self.to_tensor(order, "int32"))
        train = self._read_metrics()
        self.test(x_test, y_test, self.to_tensor(range(len(y_test)), "int32"))
        return train | {f"test_{name}": value for name, value in self._read_metrics().items()}

    def _read_metrics(self):
        """Return the model's metrics, name → float, and set them back to zero."""
        result = {name: float(value) for name, value in self.model.get_metrics_result().items()}
        self.model.reset_metrics()
        return result


def _runner(model, arrays, batch_size):
    """Return the fastest runner for the backend in use."""
    import keras

    in_graph = keras.backend.backend() == "tensorflow" and not model.run_eagerly
    return (_TensorFlowRunner if in_graph else _Runner)(model, arrays, batch_size)


def _build(build, variant, seed):
    """Return the variant's model, built from `seed`."""
    import keras

    keras.utils.set_random_seed(seed)
    model = build()
    which = f"variant {variant!r} must return"
    found = type(model).__name__
    require(isinstance(model, keras.Model), f"{which} a compiled Keras model, got {found}")
    compiled = model.compiled and model.optimizer is not None
    require(compiled, f"{which} a compiled model: call model.compile(optimizer=…, loss=…)")
    require(model.built, f"{which} a built model: begin it with keras.Input(shape)")
    return model


def _state(model):
    """Return the variables but those of metrics: weights, moving averages, random states."""
    metrics = {id(variable) for variable in model.metrics_variables}
    return [variable for variable in model.variables if id(variable) not in metrics]


def _values(variables):
    """Return the values of Keras variables as arrays."""
    import keras

    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def _check(variants, data, seeds):
    """Return the four arrays of `data` and the seeds as a list, or say what is wrong."""
    good = isinstance(variants, dict) and variants and all(map(callable, variants.values()))
    require(good, "variants must be a dict, not empty, of name → function that returns a model")
    seeds = list(seeds)
    require(seeds, "seeds must hold at least one seed, got none")
    for seed in seeds:
        require_whole("each seed", seed, least=0)
    require(len(set(seeds)) == len(seeds), f"seeds must differ from one another, got {seeds}")
    wanted = "data must be (x_train, y_train, x_test, y_test)"
    require(len(data) >= 4, f"{wanted}, got {len(data)} part(s)")
    arrays = [np.asarray(array) for array in data[:4]]
    rows = [len(array) if array.ndim else 0 for array in arrays]
    good = rows[0] == rows[1] > 0 and rows[2] == rows[3] > 0
    require(good, f"{wanted} with as many labels as inputs, at least 1, got {rows} rows")
    kinds = [array.dtype for array in arrays]
    require(all(kind.kind in "biuf" for kind in kinds), f"{wanted} of numbers, got {kinds}")
    return arrays, seeds
