"""Lesson 06b, broken in seven ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "06b_data_or_model",
    {
        "no label spoiled by chance": (
            "given[wrong] = (labels[wrong] + rng.integers(1, 10, len(wrong))) % 10",
            "given[wrong] = labels[wrong]",
            "At the end, 40 % wrong: what three and six layers lose more than one",
        ),
        "noise in the test labels too": (
            "data.x_test.reshape(500, -1), data.y_test",
            "data.x_test.reshape(500, -1), np.where(np.arange(500) % 5 < 2, 0, data.y_test)",
            "Right labels: what each reads (fair stop)",
        ),
        "rule made a matter of chance": (
            "return np.where(np.isin(labels, misread), (labels + 5) % 10, labels)",
            "return by_chance(labels, share, seed)",
            "By rule: what every one of them loses to right labels (fair stop)",
        ),
        "all waves along one direction": (
            "points @ along + shift",
            "points @ along[:, :1] + shift",
            "4096 points, all directions: error of the network over that with one",
        ),
        "duplicates instead of new rows": (
            "return np.random.default_rng(seed).permutation(1000)[:n]",
            "return np.resize(np.random.default_rng(seed).permutation(1000)[:100], n)",
            "Twice as many rows over the same rows twice",
        ),
        "true labels leaked into the cleaning": (
            "cv=5) == given[:800]",
            "cv=5) * 0 + y[:800] == given[:800]",
            "By rule: the same",
        ),
        "least squares with a penalty": (
            "plain = np.array([map_of(0, seed)",
            "plain = np.array([map_of(3, seed)",
            "As many units as rows: error over that of the mean (median)",
        ),
    },
)
