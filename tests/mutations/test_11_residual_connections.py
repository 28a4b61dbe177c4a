"""Lesson 11, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "11_residual_connections",
    {
        "backwards without the skip": (
            "deltas.insert(0, through_branch + deltas[0])",
            "deltas.insert(0, through_branch)",
            "Backwards, f' + 1 by hand is Keras's (relative difference)",
        ),
        "He's start for zeros": (
            '"residual": {"start": "zeros"},',
            '"residual": {"start": "he_normal"},',
            "From zero, 40 skips leave the delta unchanged (relative change)",
        ),
        "skip cut in training": (
            'PLAIN, RESIDUAL = KINDS["plain"], KINDS["residual"]',
            'PLAIN, RESIDUAL = KINDS["plain"], KINDS["plain"]',
            "Residual: training loss of 40 layers over that of 10",
        ),
        "skip cut where noise is repaired": (
            'repairer(layers.Add, "zeros")',
            'repairer(None, "he_normal")',
            "Near: epochs to where 32 take the plain network",
        ),
        "skip cut in 152 layers": (
            '"residual": arm(152, rate=0.003),',
            '"residual": arm(152, rate=0.003, **PLAIN),',
            "152 residual layers learn: loss after four epochs",
        ),
    },
)
