"""`utils.probe`: gradients equal finite differences, and looking changes nothing."""

import numpy as np
import pytest

import utils
from utils import probe

utils.setup()

import keras  # noqa: E402
from keras import layers  # noqa: E402

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5, 4)).astype("float32")
Y = RNG.integers(0, 3, 5)
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
STEP = 1e-2  # central differences in float32 are good to about 0.001


def sequential():
    keras.utils.set_random_seed(1)
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(5, "tanh"), layers.Dense(4, "sigmoid"), layers.Dense(3)]
    )


def branched():
    """A functional model with a nested one, a skip and layers without weights."""
    keras.utils.set_random_seed(2)
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, "tanh", name="inner_dense")])
    inputs = keras.Input((4,))
    hidden = layers.Add()([inputs, inner(inputs)])
    outputs = layers.Dense(3)(layers.LayerNormalization()(hidden))
    return keras.Model(inputs, outputs)


def loss_at(model, x):
    return float(keras.ops.convert_to_numpy(LOSS(Y, model(x))))


def differences(function, array):
    """Return the central differences of ``function()`` in the entries of `array`."""
    found = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + STEP
        above = function()
        array[index] = kept - STEP
        found[index] = (above - function()) / (2 * STEP)
        array[index] = kept
    return found


@pytest.mark.parametrize("build", [sequential, branched])
def test_input_gradients_equal_finite_differences(build):
    model, x = build(), X.copy()
    expected = differences(lambda: loss_at(model, x), x)
    np.testing.assert_allclose(
        probe.gradients(model, X, Y, LOSS, "inputs"), expected, rtol=0.01, atol=0.001
    )


@pytest.mark.parametrize("build", [sequential, branched])
def test_weight_gradients_equal_finite_differences(build):
    model = build()
    found = probe.gradients(model, X, Y, LOSS)
    assert list(found) == [variable.path for variable in model.trainable_variables]
    for variable in model.trainable_variables:
        value = keras.ops.convert_to_numpy(variable).copy()

        def loss_with(value=value, variable=variable):
            variable.assign(value)
            return loss_at(model, X)

        expected = differences(loss_with, value)
        variable.assign(value)
        np.testing.assert_allclose(found[variable.path], expected, rtol=0.01, atol=0.001)


def test_activation_gradients_equal_finite_differences():
    model = sequential()
    found = probe.gradients(model, X, Y, LOSS, "activations")
    outputs = probe.activations(model, X)
    assert list(found) == list(outputs) == [layer.name for layer in model.layers]
    for number, layer in enumerate(model.layers):
        output = outputs[layer.name].copy()

        def loss_from(output=output, number=number):
            for later in model.layers[number + 1 :]:
                output = later(output)
            return float(keras.ops.convert_to_numpy(LOSS(Y, output)))

        expected = differences(loss_from, output)
        np.testing.assert_allclose(found[layer.name], expected, rtol=0.01, atol=0.001)


def test_every_leaf_of_a_nested_model_is_seen():
    names = list(probe.activations(branched(), X))
    assert names[0] == "inner_dense"
    assert [name.split("_")[0] for name in names[1:]] == ["add", "layer", "dense"]


@pytest.mark.parametrize("training", [False, True])
def test_looking_changes_nothing(training):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(5),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(3),
        ]
    )
    before = [keras.ops.convert_to_numpy(variable).copy() for variable in model.variables]
    first = probe.profile(model, X, Y, LOSS, training)
    second = probe.profile(model, X, Y, LOSS, training)
    after = [keras.ops.convert_to_numpy(variable) for variable in model.variables]
    assert all((a == b).all() for a, b in zip(before, after, strict=True))
    assert first.equals(second)
    assert "call" not in vars(model.layers[0])
    model.compile("sgd", LOSS)
    model.fit(X, Y, verbose=0)


def test_training_mode_differs():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), layers.Dropout(0.5), layers.Dense(3)])
    still, moving = (probe.activations(model, X, training) for training in (False, True))
    dropped = next(iter(still))
    assert (still[dropped] == X).all()
    assert (moving[dropped] == 0).any()


def test_profile():
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(6, "relu"), layers.Dropout(0.1), layers.Dense(3)]
    )
    frame = probe.profile(model, X, Y, LOSS)
    outputs = probe.activations(model, X)[model.layers[0].name].astype("float64")
    deltas = probe.gradients(model, X, Y, LOSS, "activations")[model.layers[0].name]
    weights = probe.gradients(model, X, Y, LOSS)[model.layers[0].kernel.path]
    assert frame["layer"].tolist() == [1, 2]
    assert frame["name"].tolist() == [model.layers[0].name, model.layers[2].name]
    row = frame.iloc[0]
    assert row["activation_mean"] == pytest.approx(outputs.mean())
    assert row["activation_std"] == pytest.approx(outputs.std())
    assert row["activation_rms"] == pytest.approx(np.sqrt((outputs**2).mean()))
    assert row["activation_contrast"] == pytest.approx(np.sqrt(outputs.var(axis=0).mean()))
    assert row["activation_zero"] == pytest.approx((outputs == 0).mean())
    assert row["delta_norm"] == pytest.approx(np.linalg.norm(deltas), rel=1e-5)
    assert row["kernel_gradient_norm"] == pytest.approx(np.linalg.norm(weights), rel=1e-5)
    kernel = keras.ops.convert_to_numpy(model.layers[0].kernel)
    assert row["kernel_norm"] == pytest.approx(np.linalg.norm(kernel), rel=1e-5)


def test_tiny_gradients_do_not_vanish_in_the_norm():
    assert probe._norm(np.full(4, 1e-30, "float32")) == pytest.approx(2e-30)


def test_recurrent_layers_count_as_one():
    model = keras.Sequential([keras.Input((7, 2)), layers.GRU(3), layers.Dense(3)])
    series = RNG.normal(size=(5, 7, 2)).astype("float32")
    found = probe.gradients(model, series, Y, LOSS, "activations")
    assert [value.shape for value in found.values()] == [(5, 3), (5, 3)]


def test_losses_by_name_and_by_function():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4)])
    by_name = probe.gradients(model, X, X, "mse", "inputs")
    by_function = probe.gradients(model, X, X, lambda y, p: keras.ops.square(y - p), "inputs")
    np.testing.assert_allclose(by_name, by_function, atol=1e-6)


def test_bad_input():
    model = sequential()
    with pytest.raises(
        ValueError, match="wrt must be one of weights, inputs, activations, got 'x'"
    ):
        probe.gradients(model, X, Y, LOSS, wrt="x")
    with pytest.raises(ValueError, match="x and y must have as many rows, at least 1"):
        probe.gradients(model, X, Y[:2], LOSS)
    with pytest.raises(ValueError, match="x and y must have as many rows, at least 1"):
        probe.profile(model, X[:0], Y[:0], LOSS)
    with pytest.raises(ValueError, match="is not built: begin it with keras.Input"):
        probe.gradients(keras.Sequential([layers.Dense(3)]), X, Y, LOSS)
    without = keras.Sequential([keras.Input((4,)), layers.ReLU()])
    with pytest.raises(ValueError, match="has no layer with a kernel to profile"):
        probe.profile(without, X, Y, LOSS)
