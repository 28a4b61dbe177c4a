"""Break a lesson on purpose, run it, and see whether the claim that should notice does."""

import os
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from utils import ROOT
from utils.__main__ import REFERENCE


def mutate(notebook, old, new):
    """Replace `old`, which must occur exactly once in the notebook's code, by `new`."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(cell.source.count(old) for cell in cells) == 1, f"{old!r} must occur exactly once"
    for cell in cells:
        cell.source = cell.source.replace(old, new)


def stop_after(notebook, claim):
    """Leave out what follows the cell that makes the claim."""
    found = [i for i, cell in enumerate(notebook.cells) if f'claim("{claim}"' in cell.source]
    assert len(found) == 1, f"the claim {claim!r} must be made by exactly one cell"
    notebook.cells = [cell for cell in notebook.cells[: found[0] + 1] if cell.cell_type == "code"]


def failed_claim(lesson, old, new, claim):
    """Return the sentence of the claim that the broken lesson fails at."""
    folder = ROOT / "notebooks"
    notebook = nbformat.read(folder / f"{lesson}.ipynb", as_version=4)
    mutate(notebook, old, new)
    stop_after(notebook, claim)
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources)
    try:
        client.execute(env={**REFERENCE, **os.environ})
    except CellExecutionError as error:
        assert error.ename == "ClaimFailed", f"the broken lesson stopped elsewhere: {error}"
        return error.evalue.split(" — measured ")[0]
    return None


def mutations(lesson, changes):
    """Return a test of the `lesson`: dict, name → (old code, new code, sentence of the claim)."""

    @pytest.mark.parametrize("name", changes)
    def test_mutation_is_caught(name):
        assert failed_claim(lesson, *changes[name]) == changes[name][2]

    assert re.fullmatch(r"\d\d[a-z]?_[a-z0-9_]+", lesson)
    return test_mutation_is_caught
