"""Lesson 08, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "08_relu_and_he_initialization",
    {
        "He's rule without the factor 2": (
            "return 2 / inputs",
            "return 1 / inputs",
            "Weights drawn by hand and by Keras are the same (difference)",
        ),
        "Glorot for He in training": (
            'arm("he_normal", SGD, 0.002, 0.9)',
            'arm("glorot_normal", SGD, 0.002, 0.9)',
            "From He's start it learns",
        ),
        "zeros for He in training": (
            'arm("he_normal", SGD, 0.002, 0.9)',
            'arm("zeros", SGD, 0.002, 0.9)',
            "From He's start it learns",
        ),
        "no slope left in Leaky ReLU": (
            'accident("leaky_relu")',
            "accident(lambda z: keras.activations.leaky_relu(z, 0.0))",
            "A slope of 0.2 saves it",
        ),
        "ReLU for sine in the picture": (
            '"sine": picture_net(ops.sin)',
            '"sine": picture_net("relu", "he_uniform")',
            "The sine's error is far smaller on what it saw (decibels)",
        ),
    },
)
