"""Break a lesson on purpose, run it, and see whether the claim that should notice does.

Only the code that the claim needs is run: :func:`needed` follows names backwards from the statement
that makes the claim. ``pytest -m slices tests/mutations`` runs the same code unbroken, where every
claim must hold; do that when a lesson or its mutations have changed. The mutations of a lesson
share a kernel, which forgets all names in between: importing Keras takes longer than many a claim.
"""

import ast
import builtins
import itertools
import re
import symtable

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from utils import ROOT

FOLDER = ROOT / "notebooks"
FORGET = """
%reset -f
import gc, sys
if "keras" in sys.modules:
    sys.modules["keras"].backend.clear_session()
gc.collect();
"""
BUILTINS = set(dir(builtins))
GROWS = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "clear"}
FIGURES = {"plot", "plt"}  # drawing is no change that a claim could need


def mutate(notebook, old, new):
    """Replace `old`, which must occur exactly once in the notebook's code, by `new`."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(cell.source.count(old) for cell in cells) == 1, f"{old!r} must occur exactly once"
    for cell in cells:
        cell.source = cell.source.replace(old, new)


def changed_in_place(tree, methods=None):
    """Names of the objects that code changes by ``x[…] =``, ``x.y =`` or a call ``x.method()``."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            inner = node
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and (methods is None or node.value.func.attr in methods)
        ):
            inner = node.value.func
        else:
            continue
        while isinstance(inner, ast.Attribute | ast.Subscript | ast.Call):
            inner = inner.func if isinstance(inner, ast.Call) else inner.value
        if isinstance(inner, ast.Name):
            found.add(inner.id)
    return found - FIGURES


def names(source):
    """Return what a piece of code does to the names of the notebook.

    Returns:
        Those it binds, those it reads at once, those it changes in place, and for each function or
        class it defines, as a dict, those that this reads and those that it changes when called.
    """
    table = symtable.symtable(source, "cell", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    tree, later = ast.parse(source), {}
    for node in [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]:
        free = [s for t in table.get_children() if t.get_name() == node.name for s in symbols(t)]
        reads = {s.get_name() for s in free if s.is_global()}
        later[node.name] = reads - BUILTINS, changed_in_place(node, GROWS)
        node.body = [ast.Pass()]
    changes = changed_in_place(tree)  # before the walk below takes the tree apart
    return binds, read_first(tree.body, set()), changes, later


def read_first(statements, bound):
    """Return the names that statements read before one of them binds them; `bound` grows."""
    found = set()
    for node in statements:
        blocks = []
        if isinstance(node, ast.For | ast.While | ast.If | ast.With):
            blocks, node.body = [node.body, getattr(node, "orelse", [])], [ast.Pass()]
            if blocks[1]:
                node.orelse = []
        table = symtable.symtable(ast.unparse(node), "cell", "exec")
        reads = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        reads |= {s.get_name() for t in table.get_children() for s in symbols(t) if s.is_global()}
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads.add(node.target.id)
        found |= reads - bound - BUILTINS
        bound |= {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        for block in blocks:
            found |= read_first(block, bound)
    return found


def symbols(table):
    """Return the symbols of a scope and of all scopes within it."""
    return [*table.get_symbols(), *(s for t in table.get_children() for s in symbols(t))]


def needed(sources, last):
    """Return which pieces of code, by position, the one at position `last` needs, itself too.

    An earlier one is needed if it binds a name that is wanted, or changes what stands behind it.
    A model that a function fills with new weights, and a random generator, do not count as changed.
    """
    effects = [names(source) for source in sources[: last + 1]]
    keep, wanted = [], set()
    for position in range(last, -1, -1):
        binds, reads, changes, _ = effects[position]
        known = {}
        for *_, later in effects[: position + 1]:
            known |= later
        waiting, called = [name for name in reads if name in known], set()
        while waiting:
            function = waiting.pop()
            if function not in called:
                called.add(function)
                waiting += [name for name in known[function][0] if name in known]
        changes = changes.union(*(known[function][1] for function in called))
        if position == last or "import" in sources[position].split() or wanted & (binds | changes):
            keep.append(position)
            # A function that is read here may be bound earlier, so may what it reads when called.
            wanted = (wanted - binds) | reads.union(*(known[function][0] for function in called))
    return keep[::-1]


def is_plain(node):
    """Say whether a statement only defines a function or class, or names constants."""
    if not isinstance(node, ast.Assign):
        return isinstance(node, ast.FunctionDef | ast.ClassDef)
    return {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)} <= BUILTINS


def pieces(source):
    """Return a cell's code in pieces: each plain statement at its head, then the rest as one."""
    nodes = ast.parse(source).body
    head = [] if "import" in source.split() else list(itertools.takewhile(is_plain, nodes))
    rest = [ast.Module(nodes[len(head) :], [])] if nodes[len(head) :] else []
    return [ast.unparse(node) for node in head + rest]


def makes(node, claim):
    """Say whether code calls ``claim`` with this sentence."""
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and n.args]
    said = [n.args[0] for n in calls if isinstance(n.func, ast.Name) and n.func.id == "claim"]
    return any(isinstance(text, ast.Constant) and text.value == claim for text in said)


def cut_to(notebook, claim):
    """Leave one cell: the statement that makes the `claim`, after the code that it needs."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    found = [i for i, source in enumerate(cells) if makes(ast.parse(source), claim)]
    assert len(found) == 1, f"the claim {claim!r} must be made by exactly one cell"
    sources = [piece for source in cells[: found[0]] for piece in pieces(source)]
    for node in ast.parse(cells[found[0]]).body:
        sources.append(ast.unparse(node))
        if makes(node, claim):
            break
    kept = [sources[i] for i in needed(sources, len(sources) - 1)]
    notebook.cells = [nbformat.v4.new_code_cell("\n".join(kept))]


def failed_claim(lesson, old, new, claim, kernel):
    """Replace `old` by `new` in a lesson; return the sentence of the claim it then fails at."""
    notebook = nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=4)
    mutate(notebook, old, new)
    cut_to(notebook, claim)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FORGET))
    try:
        NotebookClient(notebook, km=kernel, timeout=600).execute()
    except CellExecutionError as error:
        assert error.ename == "ClaimFailed", f"the lesson stopped elsewhere: {error}"
        return error.evalue.split(" — measured ")[0]
    return None


def mutations(lesson, changes):
    """Return a test of the `lesson`: dict, name → (old code, new code, sentence of the claim)."""
    assert re.fullmatch(r"\d\d[a-z]?_[a-z0-9_]+", lesson)
    unbroken = {claim: (old, old, claim) for old, _, claim in changes.values()}
    cases = [pytest.param(*change, change[2], id=name) for name, change in changes.items()]
    for claim, change in unbroken.items():
        cases.append(pytest.param(*change, None, id=f"whole: {claim}", marks=pytest.mark.slices))

    @pytest.mark.parametrize(("old", "new", "claim", "expected"), cases)
    def test_mutation_is_caught(old, new, claim, expected, kernel):
        assert failed_claim(lesson, old, new, claim, kernel) == expected

    return test_mutation_is_caught
