"""Look inside a network: gradients, and what every layer sends forwards and receives backwards.

The one place beside the training loop of :mod:`utils.experiment` that touches a backend, because
``keras.ops`` has no gradient. It works on TensorFlow, JAX and PyTorch alike.
"""

import contextlib

import numpy as np
import pandas as pd

from utils import require

WRT = ("weights", "inputs", "activations")


def gradients(model, x, y, loss, wrt="weights", training=False):
    """Return the gradient of the mean loss over a batch. The model is left as it was.

    Args:
        model: built Keras model with one input and one output.
        x: inputs, shape ``(n, …)``.
        y: targets for `loss`, ``n`` rows.
        loss: a Keras loss object, its name (``"mse"``) or a function ``loss(y, prediction)`` that
            returns a tensor, of which the mean is taken. A name like
            ``"sparse_categorical_crossentropy"`` expects probabilities; for a model that ends in
            logits give ``keras.losses.SparseCategoricalCrossentropy(from_logits=True)``.
        wrt: with respect to what: ``"weights"``, ``"inputs"`` or ``"activations"`` (the output of
            every layer).
        training: whether layers such as dropout and batch normalisation act as they do in training.

    Returns:
        For ``"weights"`` a dict, path of the trainable weight → array of the weight's shape. For
        ``"inputs"`` an array of the shape of `x`. For ``"activations"`` a dict, name of the layer →
        array of the shape of the layer's output, ``(n, …)``, in the order in which the layers are
        called; a layer called several times has the sum over its calls.

    Raises:
        ValueError: if `wrt` is unknown, the model is not built, or `x` and `y` do not have the same
            number of rows ≥ 1.
    """
    require(wrt in WRT, f"wrt must be one of {', '.join(WRT)}, got {wrt!r}")
    x, y = _check_batch(model, x, y)
    if wrt == "inputs":
        return _gradients(lambda inputs: _loss(model, inputs[0], y, loss, training), [x])[0]
    if wrt == "weights":
        return _backward(model, x, y, loss, training, {})[1]
    zeros = {name: np.zeros_like(value) for name, value in activations(model, x, training).items()}
    return _backward(model, x, y, loss, training, zeros)[0]


def activations(model, x, training=False):
    """Return the output of every layer for a batch of inputs. The model is left as it was.

    Args:
        model: built Keras model with one input.
        x: inputs, shape ``(n, …)``.
        training: as in :func:`gradients`.

    Returns:
        Dict, name of the layer → array ``(n, …)``, in the order in which the layers are called.
        Layers inside layers are named themselves and their containers are not; of a layer called
        several times the last output stands here.
    """
    seen = {}
    with _tapped(model, {}, seen):
        _call(model, x, training)
    return {name: _to_numpy(output) for name, output in seen.items()}


def profile(model, x, y, loss, training=False):
    """Return, layer by layer, the size of what flows forwards, backwards and into the weights.

    Args:
        model, x, y, loss, training: as in :func:`gradients`.

    Returns:
        ``pandas.DataFrame``, one row for each layer that has a kernel, in the order in which they
        are called. Columns:

        - ``layer``: 1, 2, 3, …; ``name``: the layer's name;
        - ``activation_mean``, ``activation_std``: of the layer's outputs, over units and examples;
        - ``activation_rms``: root of their mean square (the root of what papers call the second
          moment);
        - ``activation_contrast``: root mean square of what tells the examples apart, output minus
          its mean over examples;
        - ``activation_zero``: share of outputs that are exactly 0;
        - ``delta_norm``: Euclidean norm of the gradient of the mean loss with respect to the
          layer's outputs;
        - ``kernel_gradient_norm``: the same with respect to the layer's kernel;
        - ``kernel_norm``: Euclidean norm of the kernel itself.

        Norms are taken in float64, so that gradients near the bottom of float32 do not vanish when
        squared.

    Raises:
        ValueError: as :func:`gradients`, or if no layer of the model has a kernel.
    """
    x, y = _check_batch(model, x, y)
    outputs = activations(model, x, training)
    zeros = {name: np.zeros_like(value) for name, value in outputs.items()}
    deltas, weight_gradients = _backward(model, x, y, loss, training, zeros)
    kernels = {leaf.name: leaf.kernel for leaf in _leaves(model) if hasattr(leaf, "kernel")}
    require(kernels, f"model {model.name!r} has no layer with a kernel to profile")
    rows = []
    for name in (name for name in outputs if name in kernels):
        output, kernel = outputs[name].astype("float64"), kernels[name]
        row = {"layer": len(rows) + 1, "name": name}
        row["activation_mean"], row["activation_std"] = output.mean(), output.std()
        row["activation_rms"] = np.sqrt(np.mean(output**2))
        row["activation_contrast"] = np.sqrt(output.var(axis=0).mean())
        row["activation_zero"] = np.mean(output == 0)
        row["delta_norm"] = _norm(deltas[name])
        row["kernel_gradient_norm"] = _norm(weight_gradients.get(kernel.path, np.nan))
        row["kernel_norm"] = _norm(_to_numpy(kernel))
        rows.append(row)
    return pd.DataFrame(rows)


def _backward(model, x, y, loss, training, zeros):
    """Return the gradients at the layers' outputs and in the trainable weights, as two dicts.

    The gradient at a layer's output is that of the loss in a zero which is added to the output.
    """
    variables = model.trainable_variables
    names, paths = list(zeros), [variable.path for variable in variables]

    def loss_of(values):
        with _tapped(model, dict(zip(names, values[: len(names)], strict=True))):
            return _loss(model, x, y, loss, training, values[len(names) :])

    found = _gradients(loss_of, [*zeros.values(), *(variable.value for variable in variables)])
    deltas, weight_gradients = found[: len(names)], found[len(names) :]
    return dict(zip(names, deltas, strict=True)), dict(zip(paths, weight_gradients, strict=True))


def _gradients(function, arrays):
    """Return the gradients of ``function(tensors)``, a scalar, at the `arrays`."""
    import keras

    tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
    backend = keras.backend.backend()
    if backend == "jax":
        import jax

        found = jax.grad(function)(tensors)
    elif backend == "torch":
        import torch

        tensors = [tensor.detach().clone().requires_grad_() for tensor in tensors]
        found = torch.autograd.grad(function(tensors), tensors, materialize_grads=True)
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = function(tensors)
        found = tape.gradient(value, tensors, unconnected_gradients="zero")
    return [_to_numpy(gradient) for gradient in found]


def _loss(model, x, y, loss, training, weights=None):
    """Return the mean loss as a scalar tensor."""
    import keras

    output = _call(model, x, training, weights)
    return keras.ops.mean(keras.losses.get(loss)(keras.ops.convert_to_tensor(y), output))


def _call(model, x, training, weights=None):
    """Return the model's output, and leave its state alone.

    `weights`, where given, take the place of the trainable weights.
    """
    import keras

    if weights is None:
        weights = [variable.value for variable in model.trainable_variables]
    others = [variable.value for variable in model.non_trainable_variables]
    options = {"training": training} if model._call_has_training_arg else {}
    with _same_masks():
        return model.stateless_call(weights, others, keras.ops.convert_to_tensor(x), **options)[0]


@contextlib.contextmanager
def _same_masks():
    """Let PyTorch, whose random state is global, draw the same masks of dropout each time."""
    import keras

    if keras.backend.backend() == "torch":
        import torch

        with torch.random.fork_rng():
            torch.manual_seed(torch.initial_seed())
            yield
    else:
        yield


def _leaves(layer):
    """Return the layers that contain no other; a recurrent layer counts as one."""
    import keras

    leaves = []
    for part in layer._flatten_layers(include_self=False, recursive=False):
        whole = isinstance(part, (keras.layers.RNN, keras.layers.TimeDistributed))
        leaves += [part] if whole else _leaves(part) or [part]
    return [leaf for leaf in leaves if not isinstance(leaf, keras.layers.InputLayer)]


@contextlib.contextmanager
def _tapped(model, added, seen=None):
    """While open, leaf layers add ``added[name]`` to their output and put it into `seen`."""
    leaves = {leaf.name: leaf for leaf in _leaves(model)}
    twins = len(_leaves(model)) > len(leaves)
    require(not twins, "two layers of the model have one name: give each a name of its own")

    def tap(name, call):
        def tapped_call(*args, **kwargs):
            output = call(*args, **kwargs)
            output = output + added[name] if name in added else output
            if seen is not None:
                seen.pop(name, None)  # of several calls the last one counts, also for the order
                seen[name] = output
            return output

        return tapped_call

    for name, leaf in leaves.items():
        leaf.__dict__["call"] = tap(name, leaf.call)
    try:
        yield
    finally:
        for leaf in leaves.values():
            del leaf.__dict__["call"]


def _check_batch(model, x, y):
    """Return `x` and `y` as arrays, or say what is wrong."""
    require(model.built, f"model {model.name!r} is not built: begin it with keras.Input(shape)")
    x, y = np.asarray(x), np.asarray(y)
    good = x.ndim and y.ndim and len(x) == len(y) > 0
    require(good, f"x and y must have as many rows, at least 1, got shapes {x.shape}, {y.shape}")
    return x, y


def _to_numpy(tensor):
    """Return the value of a tensor or a Keras variable as an array."""
    import keras

    return keras.ops.convert_to_numpy(tensor)


def _norm(array):
    """Return the Euclidean norm over all entries, in float64."""
    return float(np.linalg.norm(np.asarray(array, dtype="float64").ravel()))
