"""The maintainers' commands: ``python -m utils rerun`` and ``python -m utils bench`` (see
``--help``)."""

import argparse
import base64
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from utils import ROOT
from utils.claim import statements

# How notebooks run when their outputs are to be stored or compared: one thread, no progress bar,
# still pictures.
REFERENCE = {
    "TQDM_DISABLE": "1",
    "COURSE_STATIC": "1",
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "KERAS_BACKEND": "tensorflow",
    "COURSE_DATASET": "digits",
}
LONG_LESSONS = ("11", "12", "15", "16", "19", "20", "22")
CELL_SECONDS = 600
FRONT_FIGURE = ("07_vanishing_gradients.ipynb", "What a layer passes back")
LEDGER = """# The ledger

`python -m utils ledger` writes this page from the outputs that the notebooks store.

## What the documents say, and what the experiments say

| statement | in our words | lesson | verdict | evidence |
|---|---|---|---|---|
ROWS

## What the lessons claim, and what they measured

| lesson | claim | measured | bound |
|---|---|---|---|
"""
MEMORY_MB, NOTEBOOK_KB, FIGURE_KB = 2000, 600, 60
PEAK_MEMORY = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


class CommandError(Exception):
    """What a command could not do, in one sentence."""


def find_notebooks(names):
    """Return the paths of the notebooks named (by path, number or part of the name), or of all, in
    order."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb")) + sorted(
        (ROOT / "notebooks" / "solutions").glob("*.ipynb")
    )
    found = []
    for name in names:
        path = pathlib.Path(name)
        matches = (
            [path.resolve()]
            if path.is_file()
            else [known for known in notebooks if name in known.stem]
        )
        if not matches or path.is_file() and path.suffix != ".ipynb":
            raise CommandError(
                f"there is no notebook {name!r}: give a path, or part of a name in notebooks/"
            )
        found += [match for match in matches if match not in found]
    return found if names else notebooks


def execute(path, extra=None):
    """Run a notebook's cells in order in a fresh kernel; return the notebook, and the text that
    `extra` code printed."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CommandError(f"{path} is not a notebook: {str(error).splitlines()[0]}") from None
    if extra is not None:
        notebook.cells.append(nbformat.v4.new_code_cell(extra))
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env={**os.environ, **REFERENCE}, stderr=subprocess.DEVNULL)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        ran = [i for i, cell in enumerate(notebook.cells, 1) if cell.get("execution_count")]
        why = str(error)
        if isinstance(error, CellExecutionError):
            why = f"{error.ename}: {error.evalue}"
        message = f"{path.name}, cell {max(ran, default=1)}: {' '.join(why.split())}"
        raise CommandError(message) from None
    printed = ""
    if extra is not None:
        printed = "".join(output.get("text", "") for output in notebook.cells.pop().outputs)
    return notebook, printed


def normalise(notebook):
    """Leave in the notebook's metadata only what is the same on every machine; cells and outputs
    stay."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in ("tags",) if key in cell.metadata}
        )
    return notebook


def write(content, path):
    """Write a file in one piece: afterwards either all of it stands there, or the old file does."""
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = pathlib.Path(file.name)
            file.write(data)
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        message = f"{path} cannot be written ({error.strerror}): make its folder writable"
        raise CommandError(message) from None


def rerun(names):
    """Execute notebooks in place and normalise their metadata. One that fails is left as it was."""
    for path in find_notebooks(names):
        started = time.perf_counter()
        notebook, _ = execute(path)
        write(nbformat.writes(normalise(notebook), version=4) + "\n", path)
        print(f"{path.name}: {len(notebook.cells)} cells, {time.perf_counter() - started:.0f} s")


def startup_seconds(repeats=3):
    """Return the median seconds that starting a kernel and importing Keras take."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import keras")])
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "startup.ipynb"
        nbformat.write(notebook, path)
        for _ in range(repeats):
            started = time.perf_counter()
            execute(path)
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def figure_kilobytes(notebook):
    """Return the size of the largest stored figure."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    figures = [output.get("data", {}).get("image/png", "") for output in outputs]
    return max((len(base64.b64decode(figure)) for figure in figures), default=0) / 1000


def bench(names):
    """Measure notebooks against the course's budgets; return whether all keep within them.

    Budgets: a lesson 8 start-ups (12 for the long ones), a solution notebook 4, the median of all
    lessons 6; 2 GB of memory; 600 kB a notebook, 60 kB a figure. Then `compare` is timed beside the
    obvious loop: at most a quarter.
    """
    startup = startup_seconds()
    print(f"start-up (kernel and import of keras): {startup:.1f} s")
    print(
        f"{'notebook':44} {'s':>6} {'start-ups':>9} {'limit':>5} {'MB':>6} {'kB':>5} {'figure':>6}"
    )
    fine, lessons = True, []
    for path in find_notebooks(names):
        started = time.perf_counter()
        notebook, peak = execute(path, PEAK_MEMORY)
        seconds = time.perf_counter() - started
        solution = path.parent.name == "solutions"
        limit = 4 if solution else 12 if path.name.split("_")[0] in LONG_LESSONS else 8
        memory = int(peak) / (1e6 if sys.platform == "darwin" else 1e3)
        size, figure = path.stat().st_size / 1000, figure_kilobytes(notebook)
        kept = (
            seconds <= limit * startup
            and memory <= MEMORY_MB
            and size <= NOTEBOOK_KB
            and figure <= FIGURE_KB
        )
        fine &= kept
        lessons += [] if solution else [seconds / startup]
        name = f"{'solutions/' if solution else ''}{path.stem}"
        print(
            f"{name:44} {seconds:6.1f} {seconds / startup:9.1f} {limit:5} {memory:6.0f} {size:5.0f}"
            f" {figure:6.0f}"
            f"{'' if kept else '  over budget'}"
        )
    if len(lessons) > 1:
        print(f"median lesson: {statistics.median(lessons):.1f} start-ups (limit 6)")
        fine &= statistics.median(lessons) <= 6
    command = [sys.executable, "-m", "tests.bench_compare"]
    environment = {**os.environ, **REFERENCE}
    return fine & (subprocess.run(command, cwd=ROOT, env=environment).returncode == 0)


def set_repository(name):
    """Put the name of the GitHub repository into every badge, set-up cell and page."""
    if not re.fullmatch(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", name):
        raise CommandError(f"a repository is named OWNER/NAME, as in its address, got {name!r}")
    files = [*find_notebooks([]), *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    old = re.search(r'REPOSITORY = ..https://github.com/([^"\\]+)', texts[0])[1]
    for path, text in zip(files, texts, strict=True):
        for address in ("https://github.com/", "https://colab.research.google.com/github/"):
            text = text.replace(f"{address}{old}", f"{address}{name}")
        write(text, path)
    print(f"{old} → {name} in {len(files)} files")


def ledger():
    """Write docs/ledger.md and the front page's figure, from what the stored notebooks say."""
    write(ledger_page(), ROOT / "docs" / "ledger.md")
    write(front_figure(), ROOT / "docs" / "figure.png")
    print("docs/ledger.md and docs/figure.png written")


def front_figure():
    """Return the figure that the README shows, as its lesson stores it."""
    name, begins = FRONT_FIGURE
    cells = nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    [figure] = [found for found in data if found.get("text/plain", "").startswith(begins)]
    return base64.b64decode(figure["image/png"])


def ledger_page(folder=ROOT / "notebooks"):
    """Return the page of verdicts and claims, read back from the stored notebooks."""
    verdicts, claims, links = {}, [], {}
    for path in sorted(folder.glob("*.ipynb")):
        number = path.name.split("_")[0]
        links[number] = f"[{number}](../notebooks/{path.name})"
        cells = nbformat.read(path, as_version=4).cells
        text = "".join(out.get("text", "") for cell in cells for out in cell.get("outputs", []))
        for key, outcome, why in re.findall(r"^Verdict · (\S+): (.+?) — (.+)$", text, flags=re.M):
            owner = statements().get(key, {"lessons": "no lesson"})["lessons"].split(";")[-1]
            if owner != number or key in verdicts:
                raise CommandError(f"{path.name} judges {key!r}, but {owner} owns it, once")
            verdicts[key] = (outcome, why)
        for found in re.findall(r"^✔ (.+) — measured (.+) \((.+)\)$", text, flags=re.M):
            claims.append(f"| {links[number]} | {' | '.join(found)} |")
    rows = []
    for key, row in statements().items():
        numbers = row["lessons"].split(";")
        if numbers[-1] in links and key not in verdicts:
            raise CommandError(f"lesson {numbers[-1]} owns {key!r}, but reaches no verdict on it")
        where = ", ".join(links.get(number, number) for number in numbers)
        outcome, why = verdicts.get(key, ("to come", ""))
        rows.append(f"| `{key}` | {row['statement']} | {where} | {outcome} | {why} |")
    head, middle = LEDGER.split("ROWS\n")
    return head + "\n".join(rows) + "\n" + middle + "\n".join(claims) + "\n"


def main(arguments=None):
    """Run one command; return the exit status."""
    about = "The maintainers' commands of the course."
    parser = argparse.ArgumentParser(prog="python -m utils", description=about)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (
        ("rerun", "execute notebooks in place, from a fresh kernel, and normalise their metadata"),
        ("bench", "measure notebooks against the course's budgets"),
        ("ledger", "write the page of verdicts and claims from the stored notebooks"),
        ("repository", "set the GitHub repository in badges, set-up cells and pages"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        if name == "repository":
            command.add_argument("name", help="OWNER/NAME, as in the repository's address")
        elif name != "ledger":
            about = "paths, or parts of names such as 07; all, if none is given"
            command.add_argument("notebooks", nargs="*", help=about)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "bench":
            return 0 if bench(chosen.notebooks) else 1
        if chosen.command == "rerun":
            rerun(chosen.notebooks)
        elif chosen.command == "ledger":
            ledger()
        else:
            set_repository(chosen.name)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
