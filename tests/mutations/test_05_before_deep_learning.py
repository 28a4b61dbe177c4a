"""Lesson 05, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "05_before_deep_learning",
    {
        "the third number carries nothing": (
            "return np.c_[x, (x**2).sum(axis=1)]",
            "return np.c_[x, 0 * x[:, 0]]",
            "Rings lifted, a plane: new points right",
        ),
        "labels permuted": (
            "radius * np.sin(angle)], label",
            "radius * np.sin(angle)], rng.permutation(label)",
            "RBF, which knows nothing of rings: new points right",
        ),
        "no new weights in boosting": (
            "weight = weight * np.exp(say * wrong)",
            "weight = weight * 1.0",
            "Rings: 100 stumps with new weights, new points right",
        ),
        "test rows leaked into training": (
            "return x_train, y_train, x_test, y_test",
            "return np.r_[x_train, x_test], np.r_[y_train, y_test], x_test, y_test",
            "Labels shuffled: the best tool above the majority, on new rows",
        ),
        "test rows are training rows": (
            "return x_train, y_train, x_test, y_test",
            "return x_test, y_test, x_test, y_test",
            "Test rows that stand among the training rows",
        ),
    },
)
