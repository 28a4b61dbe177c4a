"""`utils.data`: the data are what they are said to be, and nothing else takes their place."""

import hashlib
import os
import pathlib
import pickle

import numpy as np
import pytest

from utils import data
from utils.data import load_images, load_photo, load_series, load_table, load_text

REAL = pathlib.Path(os.environ.get("COURSE_DATA_DIR") or "../shared/datasets")


@pytest.fixture(autouse=True)
def no_switch(monkeypatch):
    """Start every test without the switches that a reader may have set."""
    for switch in ("COURSE_DATASET", "COURSE_DATA_DIR", "COURSE_SERIES", "COURSE_TEXT"):
        monkeypatch.delenv(switch, raising=False)


def arrays(classes=10, n_train=40, n_test=20, size=6, **changes):
    rng = np.random.default_rng(0)
    made = {
        "x_train": rng.integers(0, 256, (n_train, size, size), dtype="uint8"),
        "y_train": np.arange(n_train) % classes,
        "x_test": rng.integers(0, 256, (n_test, size, size), dtype="uint8"),
        "y_test": np.arange(n_test) % classes,
    }
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


def save(folder, name="mine", **options):
    path = folder / f"{name}.npz"
    np.savez(path, **arrays(**options))
    return path


def test_digits():
    images = load_images()
    assert images.x_train.shape == (1297, 8, 8, 1)
    assert images.x_test.shape == (500, 8, 8, 1)
    assert (images.x_train.dtype, images.y_train.dtype) == (np.float32, np.int32)
    assert images.x_train.min() == 0
    assert images.x_train.max() == 1
    assert images.class_names == tuple("0123456789")
    assert (images.num_classes, images.name) == (10, "digits")
    assert set(images.y_train) == set(images.y_test) == set(range(10))


def test_train_and_test_share_no_image():
    images = load_images()
    train, test = ({image.tobytes() for image in x} for x in (images.x_train, images.x_test))
    assert len(train) == 1297
    assert not train & test


def test_the_same_rows_on_every_call_and_smaller_parts_inside_larger_ones():
    first, second, small = load_images(), load_images(), load_images(train=100, test=7)
    assert all((a == b).all() for a, b in zip(first[:4], second[:4], strict=True))
    assert (small.x_train == first.x_train[:100]).all()
    assert (small.y_test == first.y_test[:7]).all()


@pytest.mark.parametrize("size", [1, 4, 8, 16, 28])
def test_resizing_is_smooth_and_keeps_the_range(size):
    images = load_images(train=50, test=10, size=size)
    assert images.x_train.shape == (50, size, size, 1)
    assert images.x_train.min() >= 0
    assert images.x_train.max() <= 1
    assert abs(images.x_train.mean() - load_images(train=50).x_train.mean()) < 0.05
    if size > 8:
        steps = np.abs(np.diff(images.x_train, axis=1)).max()
        assert steps < np.abs(np.diff(load_images(train=50).x_train, axis=1)).max()


@pytest.mark.parametrize("argument", ["train", "test", "size"])
@pytest.mark.parametrize("value", [-1, 0, 2.5, "8", True])
def test_bad_numbers(argument, value):
    with pytest.raises(ValueError, match=f"{argument} must be a whole number ≥ 1, got"):
        load_images(**{argument: value})


def test_more_images_than_there_are():
    with pytest.raises(ValueError, match="train must be at most 1297, got 5000"):
        load_images(train=5000)


@pytest.mark.parametrize("classes", [8, 26])
def test_local_file_by_switch_by_name_and_by_path(tmp_path, monkeypatch, classes):
    path = save(tmp_path, classes=classes, n_train=60, n_test=52)
    by_path = load_images(str(path))
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    by_name, by_file = load_images("mine"), load_images("mine.npz")
    monkeypatch.setenv("COURSE_DATASET", "mine")
    for images in (by_path, by_name, by_file, load_images()):
        assert images.name == "mine"
        assert images.num_classes == classes
        assert images.x_train.shape == (60, 6, 6, 1)
        assert images.x_train.max() <= 1


def test_labels_from_one_keep_their_number_as_name(tmp_path):
    path = save(tmp_path, y_train=1 + np.arange(40) % 26, y_test=1 + np.arange(20) % 26)
    images = load_images(path)
    assert images.class_names == tuple(str(number) for number in range(1, 27))
    assert (images.y_train.min(), images.y_train.max()) == (0, 25)


def test_class_names_come_with_the_data(tmp_path):
    names = np.array(["하나", "둘", "셋", "넷"])
    images = load_images(save(tmp_path, classes=3, class_names=names))
    assert images.class_names == ("하나", "둘", "셋", "넷")
    assert images.num_classes == 4


def test_training_images_among_the_test_images_are_left_out(tmp_path):
    made = arrays()
    x_train = np.concatenate([made["x_train"], made["x_test"][:5]])
    path = save(tmp_path, x_train=x_train, y_train=np.arange(45) % 10)
    assert len(load_images(path).x_train) == 40
    path = save(tmp_path, x_train=made["x_test"], y_train=made["y_test"])
    with pytest.raises(ValueError, match="every training image is a test image too"):
        load_images(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"y_test": None}, "has no array y_test: it must hold x_train, y_train, x_test, y_test"),
        ({"x_train": np.zeros((40, 36), "uint8")}, r"x_train must have shape \(n, height, width\)"),
        ({"x_train": np.zeros((40, 6, 6, 3), "uint8")}, "x_train must have shape"),
        ({"x_train": np.zeros((0, 6, 6), "uint8"), "y_train": np.zeros(0, int)}, "n ≥ 1, got"),
        ({"x_test": np.zeros((20, 7, 7), "uint8")}, "all images must have one size"),
        ({"x_train": np.zeros((40, 6, 6), "int32")}, "x_train must be uint8, or floats from 0"),
        ({"x_train": np.full((40, 6, 6), 7.0)}, "x_train must be uint8, or floats from 0 to 1"),
        ({"x_train": np.full((40, 6, 6), np.nan)}, "x_train must be uint8, or floats from 0 to 1"),
        ({"y_train": np.zeros(39, int)}, "y_train must be 40 whole numbers"),
        ({"y_train": np.zeros(40)}, "y_train must be 40 whole numbers, got float64"),
        ({"class_names": np.array(["a", "b"])}, "labels must be from 0 to 1, as there are 2"),
    ],
)
def test_wrong_form(tmp_path, changes, message):
    with pytest.raises(ValueError, match=message):
        load_images(save(tmp_path, **changes))


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99])
def test_file_cut_short(tmp_path, kept):
    path = save(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if isinstance(kept, int) else int(kept * len(whole))])
    with pytest.raises(ValueError, match="is damaged, cut short or no .npz file: copy it anew"):
        load_images(path)


def test_damaged_file(tmp_path):
    path = save(tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ValueError, match="is damaged, cut short or no .npz file: copy it anew"):
        load_images(path)


class Trap:
    """Unpickling one creates a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return pathlib.Path.touch, (pathlib.Path(self.path),)


def test_pickled_content_is_never_loaded(tmp_path):
    sprung = tmp_path / "sprung"
    path = save(tmp_path, y_test=np.array([Trap(sprung)] * 20, dtype=object))
    with pytest.raises(ValueError, match="holds pickled objects"):
        load_images(path)
    path.write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ValueError, match="is damaged, cut short or no .npz file"):
        load_images(path)
    assert not sprung.exists()


def test_unknown_data_set_file_and_folder(tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError, match="there is no data set 'minst': use one of digits"):
        load_images("minst")
    with pytest.raises(FileNotFoundError, match="there is no file '.*lost.npz': correct its path"):
        load_images(str(tmp_path / "lost.npz"))
    monkeypatch.setenv("COURSE_DATASET", "minst")
    with pytest.raises(FileNotFoundError, match="there is no data set 'minst'"):
        load_images()
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "lost"))
    with pytest.raises(FileNotFoundError, match="COURSE_DATA_DIR names '.*lost', which is no"):
        load_images("mnist")


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_no_network(name, monkeypatch, tmp_path):
    import keras

    def fail(*args, **kwargs):
        raise Exception(
            "URL fetch failure on https://… : None -- no route to host"
        )  # as Keras does

    monkeypatch.setattr(getattr(keras.datasets, name), "load_data", fail)
    monkeypatch.setattr(keras.utils, "get_file", fail)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    wanted = f"{name}' could not be downloaded: connect to the internet, or name a folder with"
    with pytest.raises(FileNotFoundError, match=wanted):
        load_images(name)
    assert not list(tmp_path.iterdir())


def test_downloads_that_keras_does_not_check_are_checked(monkeypatch):
    import keras

    asked = {}

    def get_file(name, origin, cache_subdir, file_hash):
        asked[name] = (origin, cache_subdir, file_hash)
        raise ValueError(
            "Incomplete or corrupted file detected."
        )  # as Keras does, having deleted it

    monkeypatch.setattr(keras.utils, "get_file", get_file)
    with pytest.raises(FileNotFoundError, match="could not be downloaded: .* corrupted file"):
        load_images("fashion_mnist")
    [(name, (origin, folder, md5))] = asked.items()
    assert origin.endswith(f"tf-keras-datasets/{name}")
    listed = load_table("downloads").set_index("file")["hash"]
    assert (folder, md5) == ("datasets/fashion-mnist", listed[name])
    assert set(data.FASHION_FILES) <= set(listed.index)


def test_tables():
    table = load_table("statements")
    assert len(table) == 90
    with pytest.raises(
        FileNotFoundError, match="there is no table 'lost': use one of .*statements"
    ):
        load_table("lost")


def test_the_sensor_is_the_default_series(monkeypatch):
    series = load_series()
    assert list(series.columns) == ["timestamp", "value", "failure"]
    assert series["value"].dtype == float and series["timestamp"].dtype.kind == "M"
    assert set(series["failure"]) == {"", "spike", "drift", "stuck", "rhythm"}
    monkeypatch.setenv("COURSE_SERIES", "sensors")
    with pytest.raises(FileNotFoundError, match="there is no series 'sensors': use one of .*nyc_t"):
        load_series()


def test_a_series_and_a_text_of_your_own(tmp_path, monkeypatch):
    path = tmp_path / "own.csv"
    path.write_text("timestamp,value\n2026-01-01 00:00,1\n2026-01-01 00:05,2.5\n")
    series = load_series(path)
    assert series["value"].tolist() == [1, 2.5] and series["failure"].tolist() == ["", ""]
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert load_series("own.csv").equals(series)
    path.write_text("timestamp,value,failure\n2026-01-01,1,\n2026-01-02,2,burst\n")
    assert load_series("own.csv")["failure"].tolist() == ["", "burst"]
    for content, wrong in [
        ("timestamp,number\n2026-01-01,1\n", "has no column value"),
        ("timestamp,value\n2026-01-01,one\n", "every value must be a number"),
        ("timestamp,value\n2026-01-01,\n", "every value must be a number"),
        ("timestamp,value\n", "at least one row"),
        ("timestamp,value\nyesterday evening,1\n", "yesterday"),
    ]:
        path.write_text(content)
        with pytest.raises(ValueError, match=wrong):
            load_series("own.csv")
    with pytest.raises(FileNotFoundError, match="there is no file '.*lost.csv': correct its path"):
        load_series("lost.csv")
    (tmp_path / "own.txt").write_text("하나, zwei", encoding="utf-8")
    assert load_text("own.txt") == load_text(tmp_path / "own.txt") == "하나, zwei"
    (tmp_path / "own.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="is not in UTF-8"):
        load_text("own.txt")
    (tmp_path / "own.txt").write_text("\n")
    with pytest.raises(ValueError, match="is empty"):
        load_text("own.txt")
    with pytest.raises(ValueError, match="name a text: tinyshakespeare"):
        load_text()
    with pytest.raises(FileNotFoundError, match="there is no text 'bible': use one of tinyshakes"):
        load_text("bible")


@pytest.mark.parametrize(
    ("load", "name"), [(load_series, "nyc_taxi"), (load_text, "tinyshakespeare")]
)
def test_files_that_are_downloaded_are_checked(load, name, monkeypatch, tmp_path):
    import keras

    def get_file(file, address, cache_subdir, file_hash):
        assert pathlib.Path(file).stem == name and address.startswith("https://")
        assert len(file_hash) == 64
        raise ValueError("Incomplete or corrupted file detected.")

    monkeypatch.setattr(keras.utils, "get_file", get_file)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    wanted = f"'{name}' could not be downloaded: connect to the internet, or name a folder with"
    with pytest.raises(FileNotFoundError, match=wanted):
        load(name)
    assert not list(tmp_path.iterdir())


def test_a_series_without_its_windows_is_refused(tmp_path, monkeypatch):
    (tmp_path / "nab").mkdir()
    (tmp_path / "nab/nyc_taxi.csv").write_text("timestamp,value\n2014-07-01 00:00:00,1\n")
    (tmp_path / "nab/combined_windows.json").write_text('{"nab/other.csv": []}')
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    with pytest.raises(ValueError, match="lists no series nyc_taxi: add its windows there"):
        load_series("nyc_taxi")


@pytest.mark.parametrize("name", data.PHOTOS)
def test_photos(name):
    whole, small = load_photo(name), load_photo(name, 32)
    assert whole.shape == (427, 427, 3) and small.shape == (32, 32, 3)
    for photo in (whole, small):
        assert photo.dtype == np.float32 and 0 <= photo.min() < 0.1 and 0.9 < photo.max() <= 1
    assert small.mean() == pytest.approx(whole.mean(), abs=0.02)


def test_bad_photos():
    with pytest.raises(ValueError, match="name must be one of flower, china, got 'cat'"):
        load_photo("cat")
    with pytest.raises(ValueError, match="size must be a whole number ≥ 1, got 0"):
        load_photo(size=0)


def test_real_mnist():
    path = REAL / "mnist.npz"
    if not path.is_file():
        pytest.skip("no mnist.npz: name a folder that holds it in COURSE_DATA_DIR")
    images = load_images(path, train=500, test=100, size=8)
    assert images.x_train.shape == (500, 8, 8, 1)
    assert images.num_classes == 10


def test_real_series_and_text(monkeypatch):
    if not (REAL / "nab").is_dir() or not (REAL / "tinyshakespeare.txt").is_file():
        pytest.skip("no nab/ or tinyshakespeare.txt: name their folder in COURSE_DATA_DIR")
    monkeypatch.setenv("COURSE_DATA_DIR", str(REAL))
    events = {"machine_temperature_system_failure": 4, "nyc_taxi": 5, "art_daily_jumpsup": 1}
    for name, count in {**events, "art_daily_small_noise": 0}.items():
        failing = load_series(name)["failure"] == "event"
        assert (failing & ~failing.shift(fill_value=False)).sum() == count
    assert load_text("tinyshakespeare").startswith("First Citizen:")
    listed = load_table("downloads").set_index("file")["hash"]
    for file in ("nab/nyc_taxi.csv", "nab/combined_windows.json", "tinyshakespeare.txt"):
        content = (REAL / file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == listed[pathlib.Path(file).name]
