"""`utils.setup`: quiet, repeatable, and clear about what is missing."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

import utils


def run(code, folder=utils.ROOT, **environment):
    """Run code in a fresh Python; return its stdout, its stderr and its exit status."""
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=300,
    )
    output, errors = (
        stream.decode("utf-8", "replace") for stream in (result.stdout, result.stderr)
    )
    return output, errors, result.returncode


def test_importing_utils_imports_no_backend():
    code = "import sys, utils, utils.data, utils.experiment, utils.probe, utils.plot, utils.claim; "
    code += (
        "print([name for name in ('tensorflow', 'jax', 'torch', 'keras') if name in sys.modules])"
    )
    assert run(code) == ("[]\n", "", 0)


def test_setup_is_quiet():
    code = "import utils; utils.setup(); import keras; keras.Sequential([keras.layers.Dense(1)])"
    assert run(code) == ("", "", 0)


def test_setup_gives_stderr_back():
    output, errors, status = run("import os, utils; utils.setup(); os.write(2, b'heard')")
    assert (output, errors, status) == ("", "heard", 0)


def test_setup_again_starts_from_the_same_seed():
    utils.setup(3)
    import keras
    import numpy as np

    first = keras.random.normal((4,)), np.random.random(4)
    utils.setup(3)
    second = keras.random.normal((4,)), np.random.random(4)
    utils.setup(4)
    third = keras.random.normal((4,)), np.random.random(4)
    first, second, third = (
        np.concatenate([keras.ops.convert_to_numpy(a), b]) for a, b in (first, second, third)
    )
    assert (first == second).all()
    assert (first != third).all()


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "0", True, None])
def test_bad_seed(seed):
    with pytest.raises(ValueError, match="seed must be a whole number from 0 to 4294967295, got"):
        utils.setup(seed)


def test_unknown_backend():
    _, errors, status = run("import utils; utils.setup()", KERAS_BACKEND="theano")
    assert status == 1
    last = errors.strip().splitlines()[-1]
    wanted = "KERAS_BACKEND must be one of tensorflow, jax, torch, got 'theano'"
    assert last == f"ValueError: {wanted}"


def test_backend_that_is_not_installed():
    missing = [name for name in utils.BACKENDS if importlib.util.find_spec(name) is None]
    if not missing:
        pytest.skip("all backends are installed, so none can be missing")
    _, errors, status = run("import utils; utils.setup()", KERAS_BACKEND=missing[0])
    assert status == 1
    assert f"run 'pip install {missing[0]}', or unset KERAS_BACKEND" in errors.splitlines()[-1]


def test_folder_with_spaces_and_hangul_in_another_encoding(tmp_path):
    course = tmp_path / "딥 러닝 강의"
    shutil.copytree(utils.ROOT / "utils", course / "utils")
    shutil.copytree(utils.ROOT / "data", course / "data")
    code = """
import utils; utils.setup()
from utils.claim import claim, verdict, exercise
from utils.data import load_images
claim("It runs", load_images().num_classes, equals=10)
verdict("vanishing-product", untestable="a test")
with exercise("One"): pass
"""
    latin = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    output, errors, status = run(code, folder=course, PYTHONIOENCODING="latin-1", **latin)
    assert (errors, status) == ("", 0)
    assert [line[:11] for line in output.splitlines()] == ["? It runs ?", "Verdict � v", "? One"]
    output, errors, status = run(code, folder=course, PYTHONIOENCODING="utf-8", **latin)
    assert (errors, status) == ("", 0)
    assert output.splitlines()[0] == "✔ It runs — measured 10 (equals 10)"
