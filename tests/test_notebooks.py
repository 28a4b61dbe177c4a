"""The notebooks' form: the same anatomy, readable cells, outputs that a fresh run gives again."""

import base64
import re
import statistics

import nbformat
import pytest

from utils import ROOT
from utils.__main__ import FIGURE_KB, NOTEBOOK_KB, normalise
from utils.claim import statements

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "notebooks" / "solutions").glob("*.ipynb"))
EVERY = [*LESSONS, *SOLUTIONS]


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def printed(cells):
    """Return all text that the cells have as outputs."""
    outputs = [output for cell in cells for output in cell.outputs]
    texts = [output.get("text", "") for output in outputs]
    return "".join(
        texts + list(filter(None, (output.get("data", {}).get("text/plain") for output in outputs)))
    )


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def words(cell):
    """Count the words of a cell's prose, without code and formulas."""
    text = cell.source if cell.cell_type == "markdown" else ""
    return len(re.findall(r"\w+", re.sub(r"```.*?```|`[^`]+`|\$[^$]+\$", "", text, flags=re.S)))


def number(path):
    return path.stem.split("_")[0]


def name(path):
    return f"{path.parent.name}-{path.stem}"


every_notebook = pytest.mark.parametrize("path", EVERY, ids=name)
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=name)


def test_there_are_lessons_and_each_has_its_solutions():
    assert LESSONS
    assert [path.name for path in SOLUTIONS] == [path.name for path in LESSONS]
    assert len({number(path) for path in LESSONS}) == len(LESSONS)


@every_notebook
def test_stored_as_rerun_leaves_it(path):
    assert re.fullmatch(r"\d\d[a-z]?_[a-z0-9_]+\.ipynb", path.name)
    notebook = read(path)
    nbformat.validate(notebook)
    assert nbformat.writes(normalise(read(path))) == nbformat.writes(notebook)
    assert path.stat().st_size <= NOTEBOOK_KB * 1000


@every_notebook
def test_run_in_order_from_a_fresh_kernel_without_complaint(path):
    cells = code(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for output in (output for cell in cells for output in cell.outputs):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"


@every_notebook
def test_outputs_hold_no_path_no_progress_bar_and_no_widget(path):
    notebook = read(path)
    assert not re.search(
        r"(?<![\w.])/(home|root|tmp|usr|work|opt|Users)/|[A-Z]:\\", printed(code(notebook))
    )
    assert not re.search(r"\d+%\||it/s\]", printed(code(notebook)))
    for output in (output for cell in code(notebook) for output in cell.outputs):
        assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


@every_notebook
def test_every_figure_has_its_text_and_keeps_within_its_size(path):
    for output in (output for cell in code(read(path)) for output in cell.outputs):
        data = output.get("data", {})
        if "image/png" in data:
            assert len(data["text/plain"]) > 20
            assert output.metadata["image/png"]["alt"] == data["text/plain"]
            assert len(base64.b64decode(data["image/png"])) <= FIGURE_KB * 1000


@every_notebook
def test_set_up_cell_is_the_same_everywhere_and_comes_first(path):
    expected = code(read(LESSONS[0]))[0].source
    cells = code(read(path))
    assert cells[0].source == expected
    assert expected.endswith("\nutils.setup()")


@every_notebook
def test_cells_are_short(path):
    lengths = sorted(len(lines(cell)) for cell in code(read(path))[1:])
    assert max(lengths) <= 20
    assert statistics.median(lengths) <= 6
    assert max(len(line) for cell in code(read(path)) for line in lines(cell)) <= 110


@every_notebook
def test_no_three_code_cells_without_a_word_between(path):
    kinds = "".join(cell.cell_type[0] for cell in read(path).cells)
    assert "ccc" not in kinds


@every_notebook
def test_links_lead_somewhere_and_only_missing_lessons_are_to_come(path):
    text = prose(read(path))
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (path.parent / target).exists(), target
    there = {number(lesson) for lesson in LESSONS}
    announced = set(re.findall(r"[Ll]esson (\d\d[a-z]?) \([^)]*to come", text))
    assert not there & announced


@every_lesson
def test_anatomy(path):
    notebook = read(path)
    first, text = notebook.cells[0].source, prose(notebook)
    assert re.match(rf"# {number(path)} · .+\?\n", first)
    assert f"blob/main/notebooks/{path.name})" in first
    for promise in ("**You need:**", "**You get:**", "**Time:**", "**Key terms:**"):
        assert promise in first
    assert re.search(r"\*[\w ]+ \([가-힣 ]+\)\*", first)
    headings = re.findall(r"^## (.+)$", text, flags=re.M)
    wanted = ["What the documents say", "Verdict", "Try it", "Summary", "Where it came from"]
    places = [next(i for i, head in enumerate(headings) if head.startswith(w)) for w in wanted]
    assert places == sorted(places)
    assert "**Next:**" in notebook.cells[-1].source
    experiments = [head for head in headings if head.startswith("Experiment")]
    assert 1 <= len(experiments) <= 4
    assert text.count("**Predict.**") >= len(experiments)
    assert 900 <= sum(map(words, notebook.cells)) <= 3200


@every_lesson
def test_every_figure_of_an_experiment_is_read(path):
    cells = read(path).cells
    end = next(
        i for i, cell in enumerate(cells) if re.search(r"^## Verdict", cell.source, flags=re.M)
    )
    for cell, following in zip(cells[:end], cells[1 : end + 1], strict=True):
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            assert following.cell_type == "markdown"


@every_lesson
def test_claims_and_verdicts(path):
    notebook = read(path)
    text = printed(code(notebook))
    made = sum(len(re.findall(r"^claim\(", cell.source, flags=re.M)) for cell in code(notebook))
    assert made >= 3
    assert len(re.findall(r"^✔ .+ — measured .+ \(.+\)$", text, flags=re.M)) >= made
    reached = re.findall(
        r"^Verdict · ([\w-]+): (?:holds|does not hold|not testable here)", text, flags=re.M
    )
    owned = [
        key for key, row in statements().items() if row["lessons"].split(";")[-1] == number(path)
    ]
    assert sorted(reached) == sorted(owned)
    for key, row in statements().items():
        if number(path) in row["lessons"].split(";"):
            assert f"`{key}`" in prose(notebook)


def checks(notebook):
    """Return the exercises' check cells: title → list of cells."""
    found = {}
    for cell in code(notebook):
        title = re.search(r'with exercise\("(.+?)"\)', cell.source)
        if title:
            found.setdefault(title[1], []).append(cell)
    return found


@every_lesson
def test_exercises_and_solutions_are_in_step(path):
    lesson = checks(read(path))
    solutions = checks(read(path.parent / "solutions" / path.name))
    assert 2 <= len(lesson) <= 4
    assert list(solutions) == list(lesson)
    for title, (stub,) in lesson.items():
        assert printed([stub]) == f"○ {title}: not answered yet\n"
        mistake, answer = solutions[title]
        assert mistake.source == answer.source == stub.source
        assert re.fullmatch(rf"○ {re.escape(title)}: .{{15,}}\n", printed([mistake]))
        assert "not answered yet" not in printed([mistake])
        assert printed([answer]) == f"● {title}\n"


@every_lesson
def test_some_mutation_of_every_lesson_is_tested(path):
    assert (ROOT / "tests" / "mutations" / f"test_{path.stem}.py").is_file()


@every_lesson
def test_the_page_lists_the_lesson(path):
    assert f"notebooks/{path.name}" in (ROOT / "README.md").read_text(encoding="utf-8")
