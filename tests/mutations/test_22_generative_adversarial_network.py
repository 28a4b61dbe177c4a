"""Lesson 22, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "22_generative_adversarial_network",
    {
        "the generator's loss reaches the discriminator": (
            "loss_g = ops.softplus(-self.discriminator(made, still=True))",
            "loss_g = ops.softplus(-self.discriminator(made))",
            "Gradient of a loss in the other network's numbers",
        ),
        "the same answer for real and made": (
            "ops.softplus(-told_real) + ops.softplus(told_made)",
            "ops.softplus(-told_real) + ops.softplus(-told_made)",
            "Off p / (p + q), where the numbers are",
        ),
        "discriminator frozen": (
            "guard = SideBySide([2, 64, 64, 1], seeds, pace=3.0)",
            "guard = SideBySide([2, 64, 64, 1], seeds, pace=0.0)",
            "Blurred: modes covered",
        ),
        "the cure removed": (
            "course, made = play([0 * falling, falling])",
            "course, made = play([0 * falling, 0 * falling])",
            "Blurred: modes covered",
        ),
        "the generator hands out what was shown": (
            "return ops.convert_to_numpy(painter(noise))\n",
            "return np.stack([shown[rng.permutation(648)[:500]] for rng in rngs])\n",
            "GAN: nearer to shown",
        ),
    },
)
