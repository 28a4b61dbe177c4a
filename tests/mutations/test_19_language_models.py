"""Lesson 19, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "19_language_models",
    {
        "causal mask removed": (
            "looking(x, x, use_causal_mask=causal)",
            "looking(x, x, use_causal_mask=False)",
            "No model pays less than the law (excess)",
        ),
        "scores not divided by the root of their length": (
            "np.swapaxes(key, -1, -2) / np.sqrt(key.shape[-1])",
            "np.swapaxes(key, -1, -2)",
            "By hand it is Keras's attention (largest difference, relative)",
        ),
        "nothing cut": (
            "shares[:, heads] = equally",
            "shares[:, heads] = shares[:, heads]",
            "The right head cut: bits a letter (mean of four)",
        ),
        "pretrained weights discarded": (
            "pretrained[seed] = model.get_weights()[:-2]",
            "pretrained[seed] = guesser().get_weights()[:-2]",
            "32 labels: pretrained above the ceiling of labels alone (mean)",
        ),
        "the translator does not look at the English words": (
            "        g, h, return_attention_scores=True)",
            "        g, g, return_attention_scores=True)",
            "100 pairs: the network ahead (means)",
        ),
    },
)
