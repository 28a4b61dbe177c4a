"""What a mutation test runs: the code that the claim needs."""

import nbformat
import pytest

from tests.mutations.harness import cut_to, mutate, needed, pieces


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["a = 1", "b = 2", "a"], [0, 2]),
        (["a = 1", "a = 2", "a"], [1, 2]),
        (["a = 1", "a += 1", "a"], [0, 1, 2]),
        (["rows = []", "for i in range(3):\n    rows.append(i)", "rows"], [0, 1, 2]),
        (["d = {}", "d['x'] = 1", "print(d)", "d"], [0, 1, 3]),
        (["a = 1", "def f():\n    return a", "b = 2", "f()"], [0, 1, 3]),
        (["def f():\n    return a", "a = 1", "f()"], [0, 1, 2]),
        (["d = {}", "def f():\n    d['x'] = 1", "f()", "d"], [0, 1, 2, 3]),
        (["d = {}", "def f():\n    a = 1", "f()", "d"], [0, 3]),
        (["def g():\n    return 1", "def f():\n    return g()", "f()"], [0, 1, 2]),
        (["import os", "a = 1", "2"], [0, 2]),
        (["a = 1", "b = [lambda: a]", "b"], [0, 1, 2]),
        (["a = 1", "class F:\n    def f(self):\n        return a", "F()"], [0, 1, 2]),
        (["a = 1", "b = 1", "for a in range(3):\n    c = a", "c"], [2, 3]),
        (["a, b = 1, 2", "c = [a for x in [b]]", "c"], [0, 1, 2]),
    ],
)
def test_pieces_that_the_last_one_needs(cells, kept):
    assert needed(cells, len(cells) - 1) == kept


def test_only_what_the_claim_needs_is_left():
    last = 'plt.bar(c)\nd = c\nclaim("B", d, equals=4)\nclaim("A is one", a, equals=1)\ne = a'
    sources = ["a = 1", "b = 2\nc = b", "plt.plot(a)", last, "a = 3"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("A"), *cells])
    cut_to(notebook, "A is one")
    assert [cell.source for cell in notebook.cells] == ["a = 1\nclaim('A is one', a, equals=1)"]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (
            "a, b = 1, range(2)\nc = train(b)\nd = 3",
            ["a, b = (1, range(2))", "c = train(b)\nd = 3"],
        ),
        ("def f():\n    return g()\nx = f()", ["def f():\n    return g()", "x = f()"]),
        ("net = made()\nrun(net)", ["net = made()\nrun(net)"]),
        ("import os\na = 1", ["import os\na = 1"]),
        ("a = 1", ["a = 1"]),
    ],
)
def test_plain_statements_at_the_head_of_a_cell_stand_alone(cell, parts):
    assert pieces(cell) == parts


def test_a_claim_that_nobody_makes_is_refused():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a = 1")])
    with pytest.raises(AssertionError, match="exactly one cell"):
        cut_to(notebook, "A is one")


def test_code_that_occurs_twice_is_refused():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a = 1; b = a")])
    with pytest.raises(AssertionError, match="exactly once"):
        mutate(notebook, "a", "c")
