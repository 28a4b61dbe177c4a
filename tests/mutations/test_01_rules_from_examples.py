"""Lesson 01, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "01_rules_from_examples",
    {
        "only lines are counted": (
            'np.meshgrid(numbers, numbers, numbers, numbers, indexing="ij")',
            'np.meshgrid(numbers[20:21], numbers[20:21], numbers, numbers, indexing="ij")',
            "After three examples cubic rules other than 2x + 8 are left",
        ),
        "the correction goes the wrong way": (
            "gap = (w * x + b) - y",
            "gap = y - (w * x + b)",
            "Told the gap, the loop finds the rule",
        ),
        "no noise": (
            "return 2 * x + 8 + noise *",
            "return 2 * x + 8 + 0 * noise *",
            "It is not the true rule",
        ),
        "learned from shuffled labels": (
            'rows["fraud"], seed, steps=400)',
            'rows["fraud"].sample(frac=1, random_state=0), seed, steps=400)',
            "Learned: close to the best possible",
        ),
        "no change of the law": (
            '("after", test_after)',
            '("after", test_before)',
            "After the change the learned detector is stale",
        ),
    },
)
