"""Lesson 02, broken in six ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "02_regression",
    {
        "rain shuffled": (
            'days = load_table("ice_cream")',
            'days = load_table("ice_cream")\n'
            'days["rain"] = np.random.default_rng(0).permutation(days["rain"])',
            "What humidity and rain add",
        ),
        "sales permuted": (
            'sales = days["sales"].to_numpy(float)',
            'sales = np.random.default_rng(0).permutation(days["sales"].to_numpy(float))',
            "Temperature alone: R² on new days",
        ),
        "no product": (
            "[warm, humidity, rain, rain * warm],",
            "[warm, humidity, rain, rain * 1],",
            "What the product adds",
        ),
        "no bend in the hidden layers": (
            'def network(hidden, activation="relu"):',
            "def network(hidden, activation=None):",
            "Hidden layers: ice creams per degree, dry, humidity 55",
        ),
        "twice the penalty": (
            "keras.regularizers.L2(1 / (2 * C * n))",
            "keras.regularizers.L2(1 / (C * n))",
            "One unit is LogisticRegression: 30 weights and b (difference)",
        ),
        "clean data without branches": (
            '"branches": law}',
            '"branches": plane}',
            "Branches, with ReLU: how many times below regression",
        ),
    },
)
