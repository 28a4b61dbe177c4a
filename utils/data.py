"""Load the course's data: offline by default, real data by one switch, never silently other data.

Data sets are checked before they are used: checksums on what is downloaded, structure on what lies
in a local file. Pickled content, which could run code, is never loaded.
"""

import contextlib
import json
import os
import pathlib
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils import ROOT, require, require_whole

ARRAYS = ("x_train", "y_train", "x_test", "y_test")
DOWNLOADS = ("mnist", "fashion_mnist")
FASHION_FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
FASHION_FILES += ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")
DIGITS_FOR_TESTING = 500
PHOTOS = ("flower", "china")
FASHION_NAMES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat")
FASHION_NAMES += ("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


class Images(NamedTuple):
    """Images with labels, split into a training and a test part that share no image.

    ``x_train`` and ``x_test`` have shape ``(n, size, size, 1)``, dtype float32, values in [0, 1].
    ``y_train`` and ``y_test`` have shape ``(n,)``, dtype int32, values below ``num_classes``.
    ``class_names[k]`` is the name of class k; ``name`` is that of the data set.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple
    name: str

    @property
    def num_classes(self):
        """Number of classes, those included that a small part may lack."""
        return len(self.class_names)


def load_images(name=None, train=None, test=None, size=None):
    """Load labelled images: handwritten digits, or the data set named here or in COURSE_DATASET.

    ``digits`` are 1797 scanned digits of 8 × 8 pixels (E. Alpaydin and C. Kaynak, UCI Machine
    Learning Repository 1998, in the copy that scikit-learn brings along), shuffled once and for
    all: 500 for testing, the others for training. ``mnist`` and ``fashion_mnist`` come from the
    folder ``COURSE_DATA_DIR`` where it holds ``NAME.npz``, else through ``keras.datasets``, which
    downloads them once. Any other name is that of a local file in the same form: ``NAME.npz`` in
    ``COURSE_DATA_DIR``, or a path that ends in ``.npz``.

    Such a file holds ``x_train``, ``x_test`` of shape ``(n, height, width)`` or ``(n, height,
    width, 1)``, as uint8 or as floats in [0, 1], ``y_train``, ``y_test`` of whole numbers, and, if
    you like, ``class_names``; without them labels such as 1 to 26 keep their number as their name.
    A training image that stands among the test images too is left out of the training part.

    Args:
        name: data set; ``None`` takes ``COURSE_DATASET``, or ``digits`` where that is not set.
        train, test: how many images of each part, at least 1; ``None`` takes all. Which ones is the
            same on every call, and the first 100 of 1000 are those that ``train=100`` gives.
        size: height and width wanted, in pixels, at least 1; ``None`` leaves the images as they
            are. Resizing is smooth (bicubic; it averages where it shrinks).

    Returns:
        :class:`Images`.

    Raises:
        ValueError: if a number is out of range or a file is damaged or not of this form.
        FileNotFoundError: if the data set is unknown, or a file, folder or download is missing.
    """
    for argument, value in (("train", train), ("test", test), ("size", size)):
        if value is not None:
            require_whole(argument, value, least=1)
    name = str(name or os.environ.get("COURSE_DATASET") or "digits")
    path = None if name == "digits" else _local_file(name, ".npz")
    if name == "digits":
        arrays = _read_digits()
    elif path is not None:
        arrays = _read_npz(path)
    elif name in DOWNLOADS:
        arrays = _download(name)
    else:
        known = ", ".join(("digits", *DOWNLOADS))
        remedy = f"use one of {known}, or name the folder that holds {name}.npz in COURSE_DATA_DIR"
        raise FileNotFoundError(f"there is no data set {name!r}: {remedy}")
    x_train, y_train, x_test, y_test, class_names = _check(path or name, arrays)
    x_train, y_train = _pick(x_train, y_train, train, "train")
    x_test, y_test = _pick(x_test, y_test, test, "test")
    x_train, x_test = _resize(x_train, size), _resize(x_test, size)
    return Images(x_train, y_train, x_test, y_test, class_names, pathlib.Path(name).stem)


def load_table(name):
    """Load one of the course's tables, ``data/NAME.csv``; data/README.md describes its columns.

    Returns:
        ``pandas.DataFrame``.

    Raises:
        FileNotFoundError: if there is no such table.
    """
    tables = {path.stem: path for path in sorted((ROOT / "data").glob("*.csv"))}
    if name not in tables:
        raise FileNotFoundError(f"there is no table {name!r}: use one of {', '.join(tables)}")
    return pd.read_csv(tables[name])


def load_series(name=None):
    """Load a series of measurements with its failures: the course's sensor, or the one named.

    ``sensor`` is ``data/sensor.csv``, described in data/README.md. Four series are those of the
    Numenta Anomaly Benchmark (A. Lavin and S. Ahmad, 2015): ``machine_temperature_system_failure``,
    ``nyc_taxi``, ``art_daily_jumpsup`` and ``art_daily_small_noise``, from the folder ``nab`` in
    ``COURSE_DATA_DIR`` where that holds them, with ``combined_windows.json``, else downloaded once.
    A name that ends in ``.csv`` is the path of your own file, with the columns below.

    Args:
        name: ``None`` takes ``COURSE_SERIES``, or ``sensor`` where that is not set.

    Returns:
        ``pandas.DataFrame``, in the order of the file, with the columns ``timestamp``; ``value``,
        finite floats; and ``failure``: the kind of failure (in the benchmark's series ``"event"``),
        ``""`` where all is well or, in a file of your own, where that column is missing.

    Raises:
        ValueError: if a file is not of this form.
        FileNotFoundError: if there is no such series, or a file or download is missing.
    """
    name = str(name or os.environ.get("COURSE_SERIES") or "sensor")
    own = {"sensor": ROOT / "data" / "sensor.csv"}.get(name) or _local_file(name, ".csv")
    frame = pd.read_csv(own or _fetch("series", f"nab/{name}.csv"), dtype={"failure": str})
    for column in ("timestamp", "value"):
        require(column in frame, f"{name} has no column {column}: it must hold timestamp,value")
    numbers = frame["value"].dtype.kind in "if" and np.isfinite(frame["value"]).all()
    require(numbers and len(frame) > 0, f"{name}: every value must be a number, at least one row")
    frame["timestamp"] = pd.to_datetime(frame["timestamp"])
    frame["failure"] = frame.get("failure", pd.Series("", frame.index)).fillna("")
    if not own:
        spans = json.loads(_fetch("series", "nab/combined_windows.json").read_text())
        listed = [file for file in spans if file.endswith(f"/{name}.csv")]
        require(listed, f"combined_windows.json lists no series {name}: add its windows there")
        for first, last in spans[listed[0]]:
            frame.loc[frame["timestamp"].between(first, last), "failure"] = "event"
    return frame[["timestamp", "value", "failure"]]


def load_text(name=None):
    """Load a text, as one string.

    Args:
        name: ``"tinyshakespeare"``, one megabyte of plays (A. Karpathy's selection, 2015), from
            ``COURSE_DATA_DIR`` where that holds it, else downloaded once; or the path of a file
            of your own that ends in ``.txt``, in UTF-8. ``None`` takes ``COURSE_TEXT``.

    Raises:
        ValueError: if the file is empty or not in UTF-8, or no text is named.
        FileNotFoundError: if there is no such text, or a file or download is missing.
    """
    name = str(name or os.environ.get("COURSE_TEXT") or "")
    require(name, "name a text: tinyshakespeare, or the path of a .txt file")
    path = _local_file(name, ".txt") or _fetch("text", f"{name}.txt")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not in UTF-8: save it anew in that encoding") from None
    require(text.strip(), f"{path} is empty")
    return text


def load_photo(name="flower", size=None):
    """Load a photograph that scikit-learn brings along, cut to the square in its middle.

    Args:
        name: ``"flower"`` or ``"china"`` (a temple), CC BY 2.0; scikit-learn's
            ``datasets/images/README.txt`` names whom they are by.
        size: height and width wanted, in pixels, at least 1; ``None`` leaves the square's 427.

    Returns:
        Array of shape ``(size, size, 3)``, float32, red, green and blue from 0 to 1.

    Raises:
        ValueError: if there is no such photograph or `size` is out of range.
    """
    from PIL import Image, ImageOps
    from sklearn.datasets import load_sample_image

    require(name in PHOTOS, f"name must be one of {', '.join(PHOTOS)}, got {name!r}")
    photo = load_sample_image(f"{name}.jpg")
    side = min(photo.shape[:2]) if size is None else size
    require_whole("size", side, least=1)
    square = ImageOps.fit(Image.fromarray(photo), (side, side), Image.Resampling.BICUBIC)
    return np.asarray(square, dtype="float32") / 255


def _read_digits():
    """Return the four arrays of scikit-learn's digits, name → array."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    x, y = (digits.images / 16)[order], digits.target[order]
    test = DIGITS_FOR_TESTING
    return dict(zip(ARRAYS, (x[test:], y[test:], x[:test], y[:test]), strict=True))


def _folder():
    """Return the folder of local files, or None where none was named."""
    named = os.environ.get("COURSE_DATA_DIR")
    if named and not pathlib.Path(named).is_dir():
        message = f"COURSE_DATA_DIR names {named!r}, which is no folder: correct or unset it"
        raise FileNotFoundError(message)
    return pathlib.Path(named) if named else None


def _local_file(name, ending):
    """Return the path of the data set's local file, or None where none was asked for."""
    folder = _folder()
    if name.endswith(ending):
        path = (folder or pathlib.Path()) / name
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {str(path)!r}: correct its path")
        return path
    path = folder / f"{name}{ending}" if folder else None
    return path if path and path.is_file() else None


def _fetch(kind, file):
    """Return the path of a file of COURSE_DATA_DIR, or of one that data/downloads.csv lists."""
    folder, path = _folder(), pathlib.Path(file)
    if folder and (folder / path).is_file():
        return folder / path
    listed = [name for name in load_table("downloads")["file"] if name.endswith(path.suffix)]
    if path.name not in listed:
        known = ", ".join(listed)
        remedy = f"use one of {known} (without ending), or the path of a {path.suffix} file"
        raise FileNotFoundError(f"there is no {kind} {path.stem!r}: {remedy}")
    with _downloading(path.stem, file):
        return _get_file(path.name, "datasets/course")


def _get_file(file, folder):
    """Return the path of a file of data/downloads.csv in Keras's cache, downloaded and checked."""
    import keras

    _, address, checksum = load_table("downloads").query("file == @file").iloc[0]
    path = keras.utils.get_file(file, address, cache_subdir=folder, file_hash=checksum)
    return pathlib.Path(path)


@contextlib.contextmanager
def _downloading(name, file):
    """Turn whatever goes wrong into a message that says what to do."""
    try:
        yield
    except Exception as error:  # Keras raises a bare Exception where a download fails
        reason = " ".join(str(error).split())
        remedy = f"connect to the internet, or name a folder with {file} in COURSE_DATA_DIR"
        message = f"the data set {name!r} could not be downloaded: {remedy} ({reason})"
        raise FileNotFoundError(message) from None


def _read_npz(path):
    """Return what the file holds, name → array."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except PermissionError:
        why = "cannot be read: give yourself the right to read it"
    except Exception as error:  # a damaged archive can fail in any of a dozen ways
        why = "is damaged, cut short or no .npz file: copy it anew"
        if "object array" in str(error).lower():
            why = "holds pickled objects: save arrays of plain numbers with numpy.savez"
    raise ValueError(f"{path} {why}")


def _download(name):
    """Return the four arrays of a data set that Keras can fetch, name → array."""
    import keras

    with _downloading(name, f"{name}.npz"):
        # Keras checks mnist.npz itself, but not the files of Fashion-MNIST.
        for file in FASHION_FILES if name == "fashion_mnist" else ():
            _get_file(file, "datasets/fashion-mnist")
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _check(source, arrays):
    """Return the four arrays in the course's form and the class names, or say what is wrong."""
    for key in ARRAYS:
        require(key in arrays, f"{source} has no array {key}: it must hold {', '.join(ARRAYS)}")
    x_train, y_train, x_test, y_test = (arrays[key] for key in ARRAYS)
    x_train, y_train = _check_part(source, "train", x_train, y_train)
    x_test, y_test = _check_part(source, "test", x_test, y_test)
    shapes = x_train.shape[1:], x_test.shape[1:]
    require(shapes[0] == shapes[1], f"{source}: all images must have one size, got {shapes}")
    names = FASHION_NAMES if "fashion_mnist" in str(source) else arrays.get("class_names")
    if names is None:
        names, labels = np.unique(np.concatenate([y_train, y_test]), return_inverse=True)
        y_train, y_test = np.split(labels, [len(y_train)])
    low, high = min(y_train.min(), y_test.min()), max(y_train.max(), y_test.max())
    in_range = f"from 0 to {len(names) - 1}, as there are {len(names)} class names"
    good = low >= 0 and high < len(names)
    require(good, f"{source}: labels must be {in_range}, got {low}…{high}")
    test_images = {image.tobytes() for image in x_test}
    new = [image.tobytes() not in test_images for image in x_train]
    require(any(new), f"{source}: every training image is a test image too, so split it anew")
    y_train, y_test = y_train[new].astype("int32"), y_test.astype("int32")
    return x_train[new], y_train, x_test, y_test, tuple(str(name) for name in names)


def _check_part(source, part, x, y):
    """Return images of shape (n, height, width), float32 in [0, 1], and their labels."""
    x = x[..., 0] if x.ndim == 4 and x.shape[-1] == 1 else x
    good = x.ndim == 3 and 0 not in x.shape
    require(good, f"{source}: x_{part} must have shape (n, height, width), n ≥ 1, got {x.shape}")
    good = y.shape == x.shape[:1] and y.dtype.kind in "iu"
    wanted = f"{source}: y_{part} must be {len(x)} whole numbers"
    require(good, f"{wanted}, got {y.dtype} of shape {y.shape}")
    if x.dtype == np.uint8:
        return x / np.float32(255), y
    good = x.dtype.kind == "f" and np.isfinite(x).all() and x.min() >= 0 and x.max() <= 1
    require(good, f"{source}: x_{part} must be uint8, or floats from 0 to 1, got other {x.dtype}")
    return x.astype("float32"), y


def _pick(x, y, count, part):
    """Return the first `count` images of an order that never changes."""
    require(count is None or count <= len(x), f"{part} must be at most {len(x)}, got {count}")
    rows = np.random.default_rng(1).permutation(len(x))[:count]
    return x[rows], y[rows]


def _resize(x, size):
    """Return the images with `size` × `size` pixels and a last axis of 1."""
    if size is not None and x.shape[1:] != (size, size):
        from PIL import Image

        bicubic = Image.Resampling.BICUBIC
        resized = [np.asarray(Image.fromarray(image).resize((size, size), bicubic)) for image in x]
        x = np.clip(np.stack(resized), 0, 1)
    return x[..., np.newaxis]
