"""`python -m utils`: notebooks are rerun in one piece or left as they were."""

import shutil

import nbformat
import pytest

from utils import __main__ as commands


def save(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"author": "somebody"})
    notebook.cells[0].metadata = {"tags": ["kept"], "execution": {"started": "today"}}
    nbformat.write(notebook, path)
    return path


def test_rerun_executes_and_normalises(tmp_path, capsys):
    path = save(
        tmp_path / "some lesson 한글.ipynb", "import os", "print(os.environ['COURSE_STATIC'])"
    )
    assert commands.main(["rerun", str(path)]) == 0
    notebook = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]
    assert notebook.cells[1].outputs[0].text == "1\n"
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.id for cell in notebook.cells] == ["cell-00", "cell-01"]
    assert notebook.cells[0].metadata == {"tags": ["kept"]}
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    once = path.read_bytes()
    assert commands.main(["rerun", str(path)]) == 0
    assert path.read_bytes() == once
    assert "2 cells" in capsys.readouterr().out


def test_a_notebook_that_fails_is_left_as_it_was(tmp_path, capsys):
    path = save(tmp_path / "broken.ipynb", "1 + 1", "1 / 0", "print('never')")
    before = path.read_bytes()
    assert commands.main(["rerun", str(path)]) == 1
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["broken.ipynb"]
    errors = capsys.readouterr().err
    assert errors.startswith("broken.ipynb, cell 2: ZeroDivisionError: division by zero")
    assert len(errors.splitlines()) == 1


def test_a_folder_that_cannot_be_written(tmp_path, capsys, monkeypatch):
    path = save(tmp_path / "locked.ipynb", "1 + 1")
    before = path.read_bytes()

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(commands.tempfile, "NamedTemporaryFile", refuse)
    assert commands.main(["rerun", str(path)]) == 1
    assert path.read_bytes() == before
    assert "cannot be written (Permission denied): make its folder writable" in (
        capsys.readouterr().err
    )


def test_half_a_file_is_never_left(tmp_path, monkeypatch):
    path = save(tmp_path / "full.ipynb", "1 + 1")
    before = path.read_bytes()

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(commands.pathlib.Path, "replace", full)
    with pytest.raises(commands.CommandError, match="No space left on device"):
        commands.write("new content", path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["full.ipynb"]


def test_unknown_notebooks(tmp_path, capsys):
    assert commands.main(["rerun", "99_nothing"]) == 1
    assert "there is no notebook '99_nothing'" in capsys.readouterr().err
    other = tmp_path / "notes.txt"
    other.write_text("no notebook", encoding="utf-8")
    assert commands.main(["bench", str(other)]) == 1
    wrong = tmp_path / "wrong.ipynb"
    wrong.write_text("no notebook", encoding="utf-8")
    assert commands.main(["rerun", str(wrong)]) == 1
    assert "wrong.ipynb is not a notebook" in capsys.readouterr().err
    assert wrong.read_text(encoding="utf-8") == "no notebook"


def test_notebooks_are_found_by_number_and_part_of_the_name():
    names = [path.name for path in commands.find_notebooks(["07"])]
    assert names == ["07_vanishing_gradients.ipynb"] * 2
    assert commands.find_notebooks(["vanishing"]) == commands.find_notebooks(["07"])
    assert set(commands.find_notebooks(["07"])) <= set(commands.find_notebooks([]))


def test_the_ledger_is_up_to_date():
    page = (commands.ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    assert page == commands.ledger_page(), "the ledger is stale: run 'python -m utils ledger'"
    assert (commands.ROOT / "docs" / "figure.png").read_bytes() == commands.front_figure()
    assert all(f"| `{key}` |" in page for key in commands.statements())


def says(path, *printed):
    """Store a notebook whose cells have printed these lines."""
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=line + "\n") for line in printed
    ]
    cells = [nbformat.v4.new_code_cell("", outputs=[output]) for output in outputs]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_the_ledger_reads_what_lessons_print(tmp_path):
    verdict = "Verdict · xavier-he: holds with limits — early; but not: beyond 60 layers"
    other = "Verdict · relu-family: does not hold — not: a"
    last = "Verdict · sine-activation: not testable here — why"
    claim = "✔ He keeps the signal — measured 0.970 (between 0.5 and 2)"
    says(tmp_path / "08_relu.ipynb", verdict, claim, other, last)
    page = commands.ledger_page(tmp_path)
    lesson = "[08](../notebooks/08_relu.ipynb)"
    assert f"| {lesson} | holds with limits | early; but not: beyond 60 layers |" in page
    assert f"| {lesson} | not testable here | why |" in page
    assert f"| {lesson} | He keeps the signal | 0.970 | between 0.5 and 2 |" in page
    assert "| 09 | to come |  |" in page


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["Verdict · xavier: holds — a"], "judges 'xavier', but no lesson owns it"),
        (
            ["Verdict · dropout-train-test: holds — a"],
            "judges 'dropout-train-test', but 09 owns it",
        ),
        (["Verdict · xavier-he: holds — a"] * 2, "judges 'xavier-he', but 08 owns it, once"),
        (
            ["Verdict · xavier-he: holds — a"],
            "lesson 08 owns 'relu-family', but reaches no verdict",
        ),
    ],
)
def test_unknown_and_missing_statements_are_errors(tmp_path, lines, message):
    says(tmp_path / "08_relu.ipynb", *lines)
    with pytest.raises(commands.CommandError, match=message):
        commands.ledger_page(tmp_path)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Work on a copy of the course."""
    for part in ("notebooks", "docs"):
        shutil.copytree(commands.ROOT / part, tmp_path / part)
    shutil.copy(commands.ROOT / "README.md", tmp_path)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    return tmp_path


def test_repository_sets_badges_and_set_up_cells_everywhere(copy, capsys):
    for name in ("somebody/deep-learning", "else/course.v2"):
        assert commands.main(["repository", name]) == 0
        for path in [*copy.glob("notebooks/**/*.ipynb"), copy / "README.md"]:
            text = path.read_text(encoding="utf-8")
            assert f"github.com/{name}" in text or f"github.com/github/{name}" in text
            assert "OWNER/NAME" not in text.replace("repository OWNER/NAME", "")
            if path.suffix == ".ipynb":
                nbformat.validate(nbformat.read(path, as_version=4))
                assert f'REPOSITORY = \\"https://github.com/{name}\\"' in text
    assert "somebody/deep-learning → else/course.v2" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["course", "https://github.com/a/b", "a/b/c", "a b/c", ""])
def test_bad_repository_names(copy, capsys, name):
    before = (copy / "README.md").read_bytes()
    assert commands.main(["repository", name]) == 1
    assert f"a repository is named OWNER/NAME, as in its address, got {name!r}" in (
        capsys.readouterr().err
    )
    assert (copy / "README.md").read_bytes() == before
