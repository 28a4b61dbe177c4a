"""Lesson 15, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "15_transfer_learning",
    {
        "base randomised before transfer": (
            "    base[source, seed] = model.get_weights()[:-2]",
            "    base[source, seed] = net(5).get_weights()[:-2]",
            "Frozen: every trained base over the random one (mean over labels)",
        ),
        "third convolution in place of the scores": (
            'scores = (values["dense"] @ weights[-2] + weights[-1])[:, :5]',
            "scores = maps[2]",
            "New digits: from conv_3 to the scores the probe loses",
        ),
        "nothing new to go on with": (
            "went_on = tune(half_way, x_new[others], y_new[others], seed + 1)",
            "went_on = tune(half_way, x_new[five], y_new[five], seed + 1)",
            "More of the same: the network and GaussianNB gain",
        ),
        "old pictures always mixed in": (
            'each in {"new alone": 0,',
            'each in {"new alone": 20,',
            "New digits alone: old ones right afterwards",
        ),
        "every frame of a film the same": (
            "    return films * (rng.random(films.shape) > 0.3)",
            "    films *= rng.random(films.shape) > 0.3\n    return films[:, :1] + 0 * films",
            "Eight frames over one",
        ),
    },
)
