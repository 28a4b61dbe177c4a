"""Lesson 10, broken in six ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "10_batch_normalization",
    {
        "the variance not rooted": (
            "return (z - mean) / np.sqrt(variance + EPSILON)",
            "return (z - mean) / (variance + EPSILON)",
            "Training mode: by hand and by Keras agree, in eight batches",
        ),
        "squeezed into −1…1 by the largest value": (
            "normal = normalise(z, *batch_statistics(z))",
            "normal = (z - z.mean(axis=0)) / np.abs(z - z.mean(axis=0)).max(axis=0)",
            "and has spread 1",
        ),
        "no normalisation in the networks": (
            "return [sums, layers.BatchNormalization(momentum=momentum), bend]",
            "return [sums, layers.Identity(), bend]",
            "Sigmoid + BN: the gradient is level",
        ),
        "no normalisation in the trained networks": (
            "def arm(rate, depth=5, **net):\n",
            "def arm(rate, depth=5, **net):\n    net.pop('block', None)\n",
            "With BN it learns at rate 0.1",
        ),
        "the sorted batches shuffled": (
            '"sorted": shuffled[by_digit]',
            '"sorted": shuffled[::-1]',
            "Batches of 50: sorted by digit, the network is lost",
        ),
        "averages that keep up": (
            "arm(0.1, block=normed, momentum=0.99)",
            "arm(0.1, block=normed, momentum=0.9)",
            "With averages that come late, near chance",
        ),
    },
)
