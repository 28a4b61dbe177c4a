"""Lesson 12, broken in four ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "12_unsupervised_pretraining",
    {
        "decoder's part of the gradient left out": (
            "return by_encoder + by_decoder,",
            "return by_encoder,",
            "By hand and by Keras, an autoencoder's gradients agree (relative)",
        ),
        "pretrained weights discarded": (
            "            layer.set_weights(values)\n",
            "            pass\n",
            "At layer 10, greedy pretraining keeps digits different",
        ),
        "pairs of different images": (
            "return np.stack([moved(x, rng), moved(x, rng)], axis=1)",
            "return np.stack([moved(x, rng), moved(rng.permutation(x), rng)], axis=1)",
            "Frozen pair features beat training from scratch",
        ),
        "skip cut": (
            '"skip, from zero": {"rest": "zeros", "skip": True},',
            '"skip, from zero": {"rest": "zeros"},',
            "So do 16 ReLU layers that begin by changing nothing",
        ),
    },
)
