"""Lesson 13, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "13_convolutional_networks",
    {
        "the window moves down only": (
            "window = padded[row : row + 3, column : column + 3]",
            "window = padded[row : row + 3, :3]",
            "Two convolutions and a pooling by hand are Keras's (largest difference)",
        ),
        "pixels shuffled": (
            "runs = compare(arms, moved, SEEDS",
            "runs = compare(arms, (shuffled(x_train), y_train, shuffled(x_test), y_test), SEEDS",
            "Convnet: share of moved digits right",
        ),
        "sharing removed": (
            "def net(layer=convolution,",
            "def net(layer=lambda filters: Local(filters, shared=False),",
            "Convnet: share of moved digits right",
        ),
        "stride left in": (
            'slide = layers.MaxPooling2D(2, strides=1, padding="same")',
            'slide = layers.MaxPooling2D(2, strides=2, padding="same")',
            "Without stride and edge: change of any score",
        ),
        "no speck of dirt": (
            "dirty[np.arange(len(fields)), rows, columns] = 1",
            "dirty[np.arange(len(fields)), rows, columns] += 0",
            "A speck costs the chain",
        ),
    },
)
