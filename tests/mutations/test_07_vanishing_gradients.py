"""Lesson 07, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "07_vanishing_gradients",
    {
        "backward pass without the slope": (
            "(deltas[0] * output * (1 - output)) @ kernel.T",
            "deltas[0] @ kernel.T",
            "By hand and by Keras, all 20 deltas agree (relative difference)",
        ),
        "tanh for sigmoid": (
            'def dense(activation="sigmoid", gain=1.0):',
            'def dense(activation="tanh", gain=1.0):',
            "By hand and by Keras, all 20 deltas agree (relative difference)",
        ),
        "measured on networks of ReLU": (
            "by_depth = {depth: measure(depth=depth)",
            'by_depth = {depth: measure(depth=depth, activation="relu")',
            "A sigmoid layer passes back about a quarter, at every depth",
        ),
        "Glorot for He": (
            'measure(activation="relu", gain=np.sqrt(2))',
            'measure(activation="relu", gain=1.0)',
            "With He's weights a layer keeps it",
        ),
        "larger weights left out": (
            "arm(gain=8.0)",
            "arm(gain=1.0)",
            "Larger weights alone make ten of them learn",
        ),
    },
)
