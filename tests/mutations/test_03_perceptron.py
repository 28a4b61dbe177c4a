"""Lesson 03, broken in six ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "03_perceptron",
    {
        "the rule stops after one pass": (
            "order, passes=1000)",
            "order, passes=1)",
            "Where a boundary exists, the rule stops with every example right",
        ),
        "the margin is that of a typical point, not of the nearest": (
            "(turned @ best).min()",
            "(turned @ best).mean()",
            "Mistakes never exceed Novikoff's bound (as a share of it)",
        ),
        "labels not shuffled": (
            "labels = rng.permutation(sign)",
            "labels = sign",
            "With shuffled labels it finds no boundary (share right)",
        ),
        "XOR made separable": (
            '"XOR": [-1, 1, 1, -1]',
            '"XOR": [-1, 1, -1, -1]',
            "The best line gets three cases of XOR right",
        ),
        "a penalty twice as strong": (
            "keras.regularizers.L2(1 / (2 * C * n))",
            "keras.regularizers.L2(1 / (C * n))",
            "Hinge loss + L2 in Keras arrives at the SVC's weights",
        ),
        "scores taken for probabilities": (
            "from_logits=True",
            "from_logits=False",
            "Cross-entropy + L2 arrives at LogisticRegression's",
        ),
    },
)
