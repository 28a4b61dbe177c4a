"""Lesson 21, broken in five ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "21_variational_autoencoder",
    {
        "the judge learns from shuffled pixels": (
            "OneVsRestClassifier(SVC()).fit(other, other_labels)",
            "OneVsRestClassifier(SVC()).fit(other[:, np.random.default_rng(0).permutation(64)], "
            "other_labels)",
            "The judge is sure of fresh digits (share)",
        ),
        "log variance read as variance": (
            "return ops.sum(ops.exp(log_var) + mean**2 - 1 - log_var, axis=-1) / 2",
            "return ops.sum(log_var + mean**2 - 1 - log_var, axis=-1) / 2",
            "The formula of the price is the mean over draws (off by, nats)",
        ),
        "noise not used": (
            "return mean + self.noise * ops.exp(log_var / 2) * epsilon",
            "return mean + 0 * self.noise * ops.exp(log_var / 2) * epsilon",
            "with the spreads 1/2 and 2 (times)",
        ),
        "price left out": (
            "self.add_loss(self.beta * ops.mean(",
            "self.add_loss(0 * ops.mean(",
            "VAE: effective number of digits",
        ),
        "training pictures handed out": (
            "return decode(weights, z)",
            "return own[:n]",
            "VAE: share nearer to own pictures",
        ),
    },
)
