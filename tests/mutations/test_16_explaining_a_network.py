"""Lesson 16, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "16_explaining_a_network",
    {
        "explanation of the wrong class": (
            "make(network(name, seed), x, said[name, seed])",
            "make(network(name, seed), x, (said[name, seed] + 3) % 10)",
            "Occlusion finds the mark that decides (AUC)",
        ),
        "no shortcut offered": (
            "agreeing, _ = pictures(twice, digits, seed=3)",
            "agreeing, _ = pictures(twice, marks, seed=3)",
            "where they differ: more often by the mark than digit (means)",
        ),
        "trained weights left in": (
            "emptied.set_weights(net().get_weights())",
            'emptied.set_weights(trained["digit", seed])',
            "New weights: occlusion (likeness)",
        ),
        "nothing covered before training again": (
            "covers = {by: cover(pictures, chosen) for",
            "covers = {by: pictures for",
            "digit, occlusion: trained again, this comes back",
        ),
        "another kernel": (
            "return (np.sin(angle) + 2 * (np.pi - angle) * cosine) / np.pi",
            "return cosine",
            "Wide: distance of its answers from the formula's",
        ),
    },
)
