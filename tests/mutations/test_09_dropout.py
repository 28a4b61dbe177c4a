"""Lesson 09, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "09_dropout",
    {
        "what stays on is not scaled up": (
            "return h * mask / (1 - rate)",
            "return h * mask",
            "By hand and by Keras: the same numbers",
        ),
        "dropout not switched on where gradients are taken": (
            "y_train[:batch], loss, training=True)",
            "y_train[:batch], loss, training=False)",
            "Share of the units with no gradient at all",
        ),
        "dropout rate 0 on wrong labels": (
            '"dropout 0.5": arm(rate=0.5)',
            '"dropout 0.5": arm(rate=0.0)',
            "With dropout few are",
        ),
        "labels left right": (
            "given, given_valid = scramble(y_train, seed=0)",
            "given, given_valid = scramble(y_train, seed=0, share=0.01)",
            "Dropout lowers the error on new images (difference)",
        ),
        "dropout off in the masked networks": (
            "np.repeat(x, count, axis=0), training=True)",
            "np.repeat(x, count, axis=0), training=False)",
            "One masked network errs more than the full one (difference)",
        ),
    },
)
