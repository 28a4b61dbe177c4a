"""The repository as a whole: what it promises is there, and says the same everywhere."""

import ast
import io
import re
import subprocess
import sys
import tokenize

import nbformat
import pytest

from utils import ROOT


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(text):
    return sorted(re.findall(r"^\s*(?:- )?([a-z0-9-]+==[0-9.]+)\s*$", text, flags=re.M))


def test_environment_yml_names_the_versions_of_requirements_txt():
    required = pins(read("requirements.txt"))
    assert required == pins(read("environment.yml"))
    lines = [line for line in read("requirements.txt").splitlines() if line and line[0] != "#"]
    assert len(lines) == len(required)
    names = {pin.split("==")[0] for pin in required}
    assert {"tensorflow", "keras", "matplotlib", "jupyter", "pandas", "nbval"} <= names


def test_readme_gives_the_two_commands_and_ci_runs_the_second():
    readme, ci = read("README.md"), read(".ci/run")
    assert "pip install -r requirements.txt && jupyter lab notebooks/" in readme
    assert "\npip install -r requirements.txt && pytest\n" in readme
    assert "\npip install -r requirements.txt && pytest\n" in ci


def test_links_of_the_pages_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("data/*.md")]:
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_ruff():
    command = [sys.executable, "-m", "ruff"]
    for arguments in (["check", "."], ["format", "--check", "."]):
        result = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr


def code_lines(path):
    """Count the lines of code: docstrings, comments and blank lines left out."""
    source, docstrings, code = path.read_text(encoding="utf-8"), set(), set()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            docstrings |= set(range(first.lineno, first.end_lineno + 1))
    layout = ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if tokenize.tok_name[token.type] not in layout:
            code |= set(range(token.start[0], token.end[0] + 1))
    return len(code - docstrings)


def test_utils_stays_small():
    files = {path.name: code_lines(path) for path in (ROOT / "utils").glob("*.py")}
    assert files.pop("__main__.py") <= 250
    assert sum(files.values()) <= 650


def test_rooms_of_utils_do_not_import_one_another():
    rooms = {path.stem for path in (ROOT / "utils").glob("*.py")} - {"__init__", "__main__"}
    for room in rooms:
        source = read(f"utils/{room}.py")
        imported = set(re.findall(r"(?:from|import) utils\.(\w+)", source))
        imported |= {name for line in re.findall(r"from utils import (.+)", source)
                     for name in re.findall(r"\w+", line)}  # fmt: skip
        assert not imported & rooms


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_figures_keep_their_text_in_an_exported_page(path):
    from nbconvert import HTMLExporter

    notebook = nbformat.read(path, as_version=4)
    texts = [
        output["metadata"]["image/png"]["alt"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    found = re.findall(r'<img\s+alt="([^"]*)"', page)
    unescaped = [text.replace("&#39;", "'").replace("&amp;", "&") for text in found]
    assert [text for text in unescaped if text in texts] == texts


def test_actions_are_pinned_by_commit_and_may_only_read():
    workflows = list((ROOT / ".github" / "workflows").glob("*.yml"))
    assert workflows
    for path in workflows:
        text = path.read_text(encoding="utf-8")
        assert "\npermissions:\n  contents: read\n" in text
        used = re.findall(r"uses: (\S+)( # v[\d.]+)?", text)
        assert used
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) and tag for name, tag in used)
        assert "run: .ci/run" in text


def test_lesson_map_is_complete():
    readme = read("README.md")
    rows = {row[0]: row for row in re.findall(r"^\| \[?(\d\d[a-z]?)\]?(.*)$", readme, flags=re.M)}
    assert list(rows) == sorted(rows)
    assert [number for number in rows if number.isdigit()] == [f"{n:02}" for n in range(28)]
    lessons = {path.name.split("_")[0]: path for path in (ROOT / "notebooks").glob("*.ipynb")}
    for number, (_, rest) in rows.items():
        if number in lessons:
            title = nbformat.read(lessons[number], as_version=4).cells[0].source.splitlines()[0]
            assert f"**{title.split(' · ')[1]}**" in rest
            assert f"blob/main/notebooks/{lessons[number].name})" in rest
        else:
            assert rest.endswith("| to come |")
        for needed in re.findall(r"\d\d[a-z]?", rest.split("|")[-3]):
            assert f"    {needed} --> {number}\n" in readme
