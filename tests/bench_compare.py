"""Time `utils.experiment.compare` beside the obvious loop: build, compile and fit anew."""

import sys
import time

import utils

utils.setup()

import keras  # noqa: E402
from keras import layers  # noqa: E402

from utils.data import load_images  # noqa: E402
from utils.experiment import compare  # noqa: E402

EPOCHS, SEEDS, LIMIT = 20, range(10), 0.25
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def network(activation):
    hidden = [layers.Dense(64, activation) for _ in range(10)]
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), *hidden, layers.Dense(10)])
    model.compile("adam", LOSS, metrics=["accuracy"])
    return model


def obvious_loop(variants, data):
    test = (data.x_test, data.y_test)
    options = {"epochs": EPOCHS, "batch_size": 32, "validation_data": test, "verbose": 0}
    for build in variants.values():
        for seed in SEEDS:
            keras.utils.set_random_seed(seed)
            build().fit(data.x_train, data.y_train, **options)


if __name__ == "__main__":
    data = load_images()
    variants = {"tanh": lambda: network("tanh"), "relu": lambda: network("relu")}
    started = time.perf_counter()
    compare(variants, data, SEEDS, epochs=EPOCHS)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    obvious_loop(variants, data)
    loop = time.perf_counter() - started
    share = f"{ours / loop:.2f} of its time (limit {LIMIT})"
    print(f"compare {ours:.1f} s, the obvious loop {loop:.1f} s: {share}")
    sys.exit(0 if ours <= LIMIT * loop else 1)
