"""Lesson 06, broken in six ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "06_generalization",
    {
        "test rows leaked into training": (
            "x_train, y_train = pictures[:500], data.y_train[:500]",
            "x_train = np.concatenate([pictures[:250], data.x_test.reshape(500, 64)[:250]]); "
            "y_train = np.concatenate([data.y_train[:250], data.y_test[:250]])",
            "Test pictures that stand among the training pictures",
        ),
        "labels permuted": (
            "x_train, y_train = pictures[:500], data.y_train[:500]",
            "x_train, y_train = pictures[:500], np.random.default_rng(9).permutation("
            "data.y_train[:500])",
            "Two simple tools beat the most frequent label by far",
        ),
        "random labels replaced by true ones": (
            "dealt = rng.permutation(y_train)",
            "dealt = y_train",
            "Random labels or pixels: new pictures right",
        ),
        "selection done on test": (
            "chosen = [judging[:, :k].argmax(axis=1) for k in COUNTS]",
            "chosen = [reporting[:, :k].argmax(axis=1) for k in COUNTS]",
            "The chosen coin-flippers, on test",
        ),
        "stopped early by the training pictures": (
            'watched = free[free["seed"] == seed]["valid_accuracy"].to_list()',
            'watched = free[free["seed"] == seed]["accuracy"].to_list()',
            "Acting on the split helps (test pictures, mean)",
        ),
        "decoder untrained": (
            "return through((codes[0] + codes[1]) / 2, model.layers[3:])",
            "return through((codes[0] + codes[1]) / 2, keras.models.clone_model(model).layers[3:])",
            "Same digit, code of 8: compared with real digits",
        ),
    },
)
