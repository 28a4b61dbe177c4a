"""Lesson 18, broken in eight ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "18_hearing_tones",
    {
        "frames without faded ends": (
            "return frames * fade(width)",
            "return frames",
            "By hand and Keras: the largest difference (relative)",
        ),
        "spectrogram bins shuffled": (
            "imaginary**2)[..., BINS]",
            "imaginary**2)[..., np.random.permutation(BINS)]",
            "Buzz, from −5 dB on: the network is ahead of the three unmended",
        ),
        "noise, drift and buzz left out of training": (
            "sounds, keys = lesson(WORLDS, -20, 10, TRAIN)",
            'sounds, keys = lesson(["noise"], 60, 60, TRAIN)',
            "Buzz, from −5 dB on: the network is ahead of the three unmended",
        ),
        "the clock always right": (
            'clock = 1 + (world == "drift") * 0.03',
            'clock = 1 + (world == "drift") * 0.0',
            "Drift, from −10 dB on: the network minus Goertzel",
        ),
        "the hum left in": (
            "np.linalg.qr(waves - HUM @ (HUM.T @ waves))",
            "np.linalg.qr(waves)",
            "Buzz, −15 and −10 dB: the mended rule's lead",
        ),
        "echo left out of training": (
            'calls(600, (-10, 15), TRAIN + 20, ["noise", "echo and drift"])',
            'calls(600, (-10, 15), TRAIN + 20, ["noise", "noise"])',
            "Echo and drift, from 0 dB on: the network's lead over Goertzel",
        ),
        "the pause dropped": (
            "sound, truth, at = np.zeros(samples), np.full(samples, PAUSE), 0",
            "sound, truth, at = np.zeros(samples), np.full(samples, keys[0]), 0",
            "Noise, from 0 dB on: all three (whole numbers right)",
        ),
        "all keys taught": (
            "taught = keys // 4 != keys % 4",
            "taught = keys >= 0",
            "16 free scores: unheard keys right",
        ),
    },
)
