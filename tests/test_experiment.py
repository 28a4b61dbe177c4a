"""`utils.experiment.compare` gives what the obvious loop gives, and says what it cannot use."""

import numpy as np
import pytest

import utils
from utils.experiment import compare

utils.setup()

import keras  # noqa: E402
from keras import layers  # noqa: E402

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(83, 6)).astype("float32"), RNG.integers(0, 3, 83)
DATA = (X[:60], Y[:60], X[60:], Y[60:])
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def plain():
    model = keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, "relu"), layers.Dense(8, "tanh"), layers.Dense(3)]
    )
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), LOSS, metrics=["accuracy"])
    return model


def with_state():
    model = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(8),
            layers.BatchNormalization(momentum=0.5),
            layers.ReLU(),
            layers.Dropout(0.5),
            layers.Dense(3),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), LOSS, metrics=["accuracy"])
    return model


def obvious_loop(build, seeds, epochs, batch_size):
    """Build, compile and fit anew for each seed, in the order of rows that `compare` documents."""
    x_train, y_train, x_test, y_test = DATA
    rows = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = build()
        order = np.random.default_rng(seed)
        for _ in range(epochs):
            shuffled = order.permutation(len(x_train))
            history = model.fit(
                x_train[shuffled],
                y_train[shuffled],
                batch_size=batch_size,
                shuffle=False,
                validation_data=(x_test, y_test),
                validation_batch_size=1024,
                verbose=0,
            ).history
            names = ("loss", "accuracy", "val_loss", "val_accuracy")
            rows.append([history[name][-1] for name in names])
    return np.array(rows)


@pytest.mark.parametrize("build", [plain, with_state])
def test_same_results_as_building_anew(build):
    if build is with_state and keras.backend.backend() == "torch":
        pytest.skip("on PyTorch dropout draws other masks than in the obvious loop")
    runs = compare({"a": build}, DATA, seeds=(3, 0, 7), epochs=3, batch_size=16)
    expected = obvious_loop(build, (3, 0, 7), epochs=3, batch_size=16)
    columns = ["loss", "accuracy", "test_loss", "test_accuracy"]
    np.testing.assert_allclose(runs[columns].to_numpy(), expected, atol=1e-4)


def test_same_initial_weights_as_building_anew_and_seeds_differ():
    started = {}

    def build():
        model = plain()
        model.optimizer.learning_rate = 0.0
        return model

    def keep(model, variant, seed):
        started[seed] = model.get_weights()

    compare({"a": build}, DATA, seeds=(0, 1), epochs=1, after=keep)
    for seed, weights in started.items():
        keras.utils.set_random_seed(seed)
        for ours, theirs in zip(weights, plain().get_weights(), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert all((a != b).any() for a, b in zip(started[0][::2], started[1][::2], strict=True))


def test_tidy_table():
    runs = compare({"a": plain, "b": with_state}, DATA, seeds=range(2), epochs=3, batch_size=60)
    assert list(runs)[:3] == ["variant", "seed", "epoch"]
    assert sorted(list(runs)[3:]) == ["accuracy", "loss", "test_accuracy", "test_loss"]
    assert runs["variant"].tolist() == ["a"] * 6 + ["b"] * 6
    assert runs["seed"].tolist() == [0, 0, 0, 1, 1, 1] * 2
    assert runs["epoch"].tolist() == [1, 2, 3] * 4
    assert runs.notna().all().all()


def test_repeats_itself_whatever_ran_before():
    first = compare({"a": plain}, DATA, seeds=(5,), epochs=2)
    second = compare({"b": with_state, "a": plain}, DATA, seeds=(1, 5), epochs=2)
    second = second.query("variant == 'a' and seed == 5").reset_index(drop=True)
    assert np.allclose(first["loss"], second["loss"], atol=1e-6)


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="counts TensorFlow's traces")
def test_a_training_step_is_traced_once():
    traced = []

    class Counted(keras.Model):
        def train_step(self, data):
            traced.append(1)
            return super().train_step(data)

    def build():
        image = keras.Input((6,))
        model = Counted(image, layers.Dense(3)(image))
        model.compile(keras.optimizers.Adam(0.01), LOSS, metrics=["accuracy"])
        return model

    compare({"a": build}, DATA, seeds=(0, 1), epochs=2, batch_size=7)
    assert len(traced) == 1


def test_trained_models_reach_after():
    seen = []

    def after(model, variant, seed):
        predicted = np.argmax(keras.ops.convert_to_numpy(model(DATA[2])), axis=1)
        seen.append((variant, seed, np.mean(predicted == DATA[3])))

    runs = compare({"a": plain}, DATA, seeds=(0, 1), epochs=2, after=after)
    last = runs.query("epoch == 2")["test_accuracy"]
    assert [entry[:2] for entry in seen] == [("a", 0), ("a", 1)]
    assert np.allclose([entry[2] for entry in seen], last)


def not_compiled():
    return keras.Sequential([keras.Input((6,)), layers.Dense(3)])


def not_built():
    model = keras.Sequential([layers.Dense(3)])
    model.compile("sgd", LOSS)
    return model


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"variants": {}}, "variants must be a dict, not empty"),
        ({"variants": [plain]}, "variants must be a dict, not empty"),
        ({"variants": {"a": 3}}, "variants must be a dict, not empty, of name → function"),
        (
            {"variants": {"a": lambda: None}},
            "variant 'a' must return a compiled Keras model, got N",
        ),
        ({"variants": {"a": not_compiled}}, "variant 'a' must return a compiled model: call model"),
        ({"variants": {"a": not_built}}, "variant 'a' must return a built model: begin it with"),
        ({"seeds": []}, "seeds must hold at least one seed, got none"),
        ({"seeds": [1, 1]}, r"seeds must differ from one another, got \[1, 1\]"),
        ({"seeds": [-1]}, "each seed must be a whole number ≥ 0, got -1"),
        ({"seeds": [0.5]}, "each seed must be a whole number ≥ 0, got 0.5"),
        ({"epochs": 0}, "epochs must be a whole number ≥ 1, got 0"),
        ({"epochs": 1.5}, "epochs must be a whole number ≥ 1, got 1.5"),
        ({"batch_size": -8}, "batch_size must be a whole number ≥ 1, got -8"),
        ({"data": DATA[:2]}, r"data must be \(x_train, y_train, x_test, y_test\), got 2 part"),
        (
            {"data": (X, Y[:5], X, Y)},
            r"as many labels as inputs, at least 1, got \[83, 5, 83, 83\]",
        ),
        ({"data": (X[:0], Y[:0], X, Y)}, "as many labels as inputs, at least 1"),
        ({"data": (X, Y.astype(str), X, Y)}, "of numbers, got"),
    ],
)
def test_bad_input(changes, message):
    options = {"variants": {"a": plain}, "data": DATA, "seeds": (0,), "epochs": 1, **changes}
    with pytest.raises(ValueError, match=message):
        compare(**options)
