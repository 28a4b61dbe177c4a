"""Lesson 23, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "23_deep_dream",
    {
        "gradient's sign flipped": (
            "x = x - RATE * slope / np.maximum(length(slope), 1e-12)",
            "x = x + RATE * slope / np.maximum(length(slope), 1e-12)",
            "Own probability, from noise and from white",
        ),
        "the dreamer judges its own dreams": (
            '"machine: yes": says_yes(x)[np.arange(len(x)), y].astype(float),',
            '"machine: yes": probabilities("convnet", seed, x)[np.arange(len(x)), y],',
            "the machine's yes stays behind its own kind's (gap)",
        ),
        "no blur": (
            "return 0.84 * x + 0.04 * beside",
            "return x + 0 * beside",
            "Blur and total variation, 20 and 60 steps: nearer than plain (means)",
        ),
        "a random step for the gradient": (
            '"no step": 0 * slope, "gradient": slope,',
            '"no step": 0 * slope, "gradient": anywhere,',
            "One step along the gradient: share that errs",
        ),
        "octaves all of one size": (
            "sizes=(64, 90, 128), steps=8",
            "sizes=(128, 128, 128), steps=8",
            "Octaves: more of the change is coarse (gap of means)",
        ),
    },
)
