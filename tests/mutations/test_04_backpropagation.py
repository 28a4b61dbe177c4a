"""Lesson 04, broken in six ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "04_backpropagation",
    {
        "backward pass without the slope": (
            "(delta @ net[number][0].mT) * SLOPE[curves[number - 1]](outputs[number])",
            "delta @ net[number][0].mT",
            "Gradients by hand and by nudging agree (largest difference)",
        ),
        "corrected in the wrong direction": (
            "layer[part] -= learning_rate * rule",
            "layer[part] += learning_rate * rule",
            "With eight units the loop learns XOR from nearly every start",
        ),
        "the link not broken": (
            'train(broken, x, y, ["tanh", "step"])',
            'train(broken, x, y, ["tanh", "tanh"])',
            "Layers before the step do not move at all",
        ),
        "momentum without memory": (
            'memory["move"] = 0.9 * memory.get("move", 0) + gradient',
            'memory["move"] = gradient',
            "The three rules go where Keras's go (largest difference)",
        ),
        "untrained for trained": (
            "trained[seed] = model.get_weights()",
            "trained[seed] = deep_net().get_weights()",
            "Each layer leaves less mixed than the one before (ratio)",
        ),
        "shuffling left out": (
            "draw.permutation(table.ravel())",
            "table.ravel()",
            "Fresh and shuffled ones do not",
        ),
    },
)
