"""The small package that the lessons share.

Six rooms: :func:`setup` (here), :mod:`utils.data`, :mod:`utils.experiment`, :mod:`utils.probe`,
:mod:`utils.plot` and :mod:`utils.claim`. What a lesson is about stands in the lesson; what would
distract from it lives here. Importing ``utils`` imports no deep-learning backend: :func:`setup`
does, quietly.
"""

import contextlib
import importlib
import numbers
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = 1  # raised when lessons need something that an older copy of the course lacks
BACKENDS = ("tensorflow", "jax", "torch")


def setup(seed=0):
    """Prepare a lesson: a quiet backend, seeds, one figure style, fixed number formats.

    Call it once, before Keras is imported. It can be called again at any time, to start from the
    same seed anew.

    Args:
        seed: whole number from 0 to 2**32 - 1, given to Python's, NumPy's and the backend's random
            generators.

    Raises:
        ValueError: if the seed is not such a number, or ``KERAS_BACKEND`` names no backend.
        ModuleNotFoundError: if the chosen backend is not installed.
    """
    require_whole("seed", seed, least=0, most=2**32 - 1)
    backend = os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    choices = ", ".join(BACKENDS)
    require(backend in BACKENDS, f"KERAS_BACKEND must be one of {choices}, got {backend!r}")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with contextlib.nullcontext() if "keras" in sys.modules else _silenced_stderr():
        try:
            importlib.import_module(backend)
        except ModuleNotFoundError as error:
            remedy = f"run 'pip install {backend}', or unset KERAS_BACKEND to use TensorFlow"
            message = f"the backend {backend!r} is not installed: {remedy}"
            raise ModuleNotFoundError(message, name=error.name) from None
        keras = importlib.import_module("keras")
        keras.utils.set_random_seed(seed)  # may import TensorFlow, also on other backends
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    _set_formats()


def require(condition, message):
    """Raise a ``ValueError`` with this message where the condition is not met."""
    if not condition:
        raise ValueError(message)


def require_whole(name, value, least, most=None):
    """Raise a ``ValueError`` unless the argument `name` is a whole number in this range."""
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    wanted = f"≥ {least}" if most is None else f"from {least} to {most}"
    in_range = whole and least <= value and (most is None or value <= most)
    require(in_range, f"{name} must be a whole number {wanted}, got {value!r}")


def _set_formats():
    """Set the figure style of all lessons and print numbers with three decimals."""
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd

    plt.style.use(pathlib.Path(__file__).with_name("course.mplstyle"))
    np.set_printoptions(precision=3, suppress=True, linewidth=100)
    pd.set_option("display.float_format", "{:.3f}".format, "display.width", 100)


@contextlib.contextmanager
def _silenced_stderr():
    """Send file descriptor 2 away: TensorFlow writes to it while it loads, at any log level."""
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
