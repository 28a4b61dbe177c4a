"""Lesson 17, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "17_anomaly_detection",
    {
        "failures among the training windows": (
            "normal = windows[train]",
            "normal = windows[train | (test & bad)]",
            "Nearest window and convolutional: average precision, each kind",
        ),
        "scores permuted": (
            "errors[variant, seed] = mean_error(rebuilt, windows)",
            "errors[variant, seed] = np.random.default_rng(seed).permutation("
            "mean_error(rebuilt, windows))",
            "Nearest window and convolutional: average precision, each kind",
        ),
        "threshold from windows with failures": (
            "return one[part] > np.quantile(one[held_out], 0.99)",
            "return one[part] > np.quantile(one[test], 0.99)",
            "Nearest window, convolutional: share of the failures found",
        ),
        "no point adjustment": (
            "score[a:b] = score[a:b].max()",
            "score[a:b] = score[a:b]",
            "Random: what point adjustment adds to F1",
        ),
        "no kind left out of the labels": (
            "known & ~(first_half & holds[without])",
            "known",
            "A kind that the labels lack: the autoencoder is ahead by",
        ),
    },
)
