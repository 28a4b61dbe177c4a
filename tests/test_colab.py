"""A lone notebook on Google Colab: it fetches the course, or says in one sentence what to do."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from utils import ROOT
from utils.__main__ import REFERENCE

LESSON = sorted((ROOT / "notebooks").glob("*.ipynb"))[0]
SET_UP = next(
    cell.source for cell in nbformat.read(LESSON, as_version=4).cells if cell.cell_type == "code"
)
STAND_IN = "import sys, types; sys.modules['google.colab'] = types.ModuleType('google.colab')\n"


def git(folder, *arguments):
    options = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


def repository(folder, *parts):
    """Make a git repository that holds these parts of the course."""
    folder.mkdir()
    for part in parts:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "page.md").write_text("A page.", encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "The course")
    return folder


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def set_up(folder, address, code=STAND_IN, after=""):
    """Run the set-up cell in a folder; return its output and the last line of its error."""
    environment = {**os.environ, **REFERENCE, "COURSE_REPOSITORY": str(address)}
    environment.pop("PYTHONPATH", None)
    result = subprocess.run(
        [sys.executable, "-c", code + SET_UP + after],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    return result.stdout, (result.stderr.strip().splitlines() or [""])[-1]


def test_the_set_up_cell_fetches_the_course_and_finds_it_again(tmp_path, empty):
    remote = repository(tmp_path / "remote", "utils", "data")
    after = "\nimport utils.claim; print(utils.claim.__file__)"
    first, complaint = set_up(empty, remote.as_uri(), after=after)
    assert complaint == ""
    assert first.strip() == str(empty / "course" / "utils" / "claim.py")
    again, complaint = set_up(empty, "https://127.0.0.1:9/gone", after=after)
    assert (again, complaint) == (first, "")


def test_a_lone_lesson_runs(tmp_path, empty, monkeypatch):
    remote = repository(tmp_path / "remote", "utils", "data")
    shutil.copy(LESSON, empty)
    notebook = nbformat.read(empty / LESSON.name, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STAND_IN))
    resources = {"metadata": {"path": str(empty)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources)
    client.execute(env={**os.environ, **REFERENCE, "COURSE_REPOSITORY": remote.as_uri()})
    assert (empty / "course" / "utils").is_dir()


def test_no_network(empty):
    address = "https://127.0.0.1:9/OWNER/NAME"
    _, complaint = set_up(empty, address)
    wanted = f"No course at {address}: check the address and the connection, and run again."
    assert complaint == f"RuntimeError: {wanted}"
    assert list(empty.iterdir()) == []


def test_wrong_repository(tmp_path, empty):
    remote = repository(tmp_path / "other")
    _, complaint = set_up(empty, remote.as_uri())
    assert complaint.startswith(f"RuntimeError: No course at {remote.as_uri()}: check the address")
    assert list(empty.iterdir()) == []


def test_old_clone(empty):
    (empty / "course" / "utils").mkdir(parents=True)
    for module in ("__init__", "claim"):
        (empty / "course" / "utils" / f"{module}.py").write_text("", encoding="utf-8")
    _, complaint = set_up(empty, "https://127.0.0.1:9/gone")
    assert complaint == (
        f"RuntimeError: {empty / 'course'} is older than this notebook: delete it, and run this "
        "cell again."
    )


def test_elsewhere_nothing_is_fetched(tmp_path, empty):
    remote = repository(tmp_path / "remote", "utils", "data")
    _, complaint = set_up(empty, remote.as_uri(), code="")
    assert complaint == (
        f"RuntimeError: No course around {empty}: open this notebook inside the course's folder."
    )
    assert list(empty.iterdir()) == []


def test_lessons_import_only_what_colab_has():
    listed = (ROOT / "tests" / "colab.txt").read_text(encoding="utf-8")
    has = set(re.findall(r"^([\w-]+)==", listed, flags=re.M)) | {
        "sklearn",
        "PIL",
        "IPython",
        "utils",
    }
    for path in ROOT.glob("notebooks/**/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and cell.source != SET_UP:
                for name in re.findall(r"^\s*(?:import|from) (\w+)", cell.source, flags=re.M):
                    assert name in has | set(sys.stdlib_module_names), f"{path.name}: {name}"
