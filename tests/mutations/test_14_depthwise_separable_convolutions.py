"""Lesson 14, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "14_depthwise_separable_convolutions",
    {
        "depthwise with a pattern too few": (
            "for i in range(3) for j in range(3))",
            "for i in range(3) for j in range(2))",
            "By hand: ordinary, separable and product kernel are Keras's (relative)",
        ),
        "pointwise dropped where both channels are needed": (
            '"separable": ("separable", 1),',
            '"separable": ("depthwise", 8),',
            "Together: what the pointwise half adds",
        ),
        "pixels not shuffled": (
            "shuffle = np.random.default_rng(0).permutation(144)",
            "shuffle = np.arange(144)",
            "Pixels shuffled: what the separable network loses (share of digits)",
        ),
        "nothing cut down": (
            "tables = (u[..., :m] * s[:, None, :m]) @ v[:, :m]",
            "tables = (u * s[:, None]) @ v",
            "Cut down to one pattern, the ordinary network fails (share right)",
        ),
        "skips and normalising everywhere": (
            '"neither": {"norm": False, "skip": False},',
            '"neither": {},',
            "With normalising or skips alone, more delta reaches layer 1 (times)",
        ),
    },
)
