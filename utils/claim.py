"""Sentences checked by code: claims, verdicts on the documents' statements, and exercises.

Each prints one line, in a form that a program can read back from a stored notebook.
"""

import contextlib
import csv
import functools
import sys

import numpy as np

from utils import ROOT, require

STATEMENTS = ROOT / "data" / "statements.csv"


class ClaimFailed(AssertionError):
    """A claim does not hold: its sentence, what was measured and the bound are the message."""


def claim(text, measured, *, at_least=None, at_most=None, between=None, equals=None):
    """Check a sentence against what was measured, and print ``✔ text — measured … (bound)``.

    Args:
        text: the sentence, without the numbers.
        measured: number, or any sequence or array of numbers (one for each seed, say), **all** of
            which must keep within the bound. Of several the lowest and the highest are printed.
        at_least, at_most, between, equals: exactly one bound. `between` is a pair, both ends
            included. Use `equals` for whole numbers that are exact by construction.

    Raises:
        ClaimFailed: if a value breaks the bound or is not a number, or if there is no value at all.
        ValueError: if not exactly one bound is given, or `measured` is not made of numbers.
    """
    bounds = {"at least": at_least, "at most": at_most, "between": between, "equals": equals}
    given = [(kind, bound) for kind, bound in bounds.items() if bound is not None]
    require(len(given) == 1, "give exactly one of at_least, at_most, between and equals")
    kind, bound = given[0]
    low, high = bound if kind == "between" else (bound, bound)
    require(low <= high, f"a bound must be a number, and the lower end come first, got {bound!r}")
    limit = f"between {low:g} and {high:g}" if kind == "between" else f"{kind} {bound:g}"
    values = np.asarray(measured)
    good = values.dtype.kind in "iuf" or values.size == 0
    require(good, f"measured must be numbers, not a comparison or a text, got {measured!r}")
    too_low = kind != "at most" and not np.all(values >= low)
    too_high = kind != "at least" and not np.all(values <= high)
    sentence = f"{text} — measured {_spread(values)} ({limit})"
    if values.size == 0 or not np.all(np.isfinite(values)) or too_low or too_high:
        raise ClaimFailed(sentence)
    _say(f"✔ {sentence}")


def verdict(statement_id, evidence=None, *, untestable=None):
    """Print the verdict that measured evidence gives on a statement of the documents.

    All true: *holds*. Some true: *holds with limits*, followed by what is not so. None true: *does
    not hold*.

    Args:
        statement_id: id in ``data/statements.csv``.
        evidence: dict, what the statement implies, in words → whether it was measured to be so
            (``bool``).
        untestable: instead of evidence, why the statement cannot be tested here: prints *not
            testable here*.

    Raises:
        ValueError: if the id is unknown, or not exactly one of evidence and reason is given, or a
            value is no ``bool``.
    """
    known = statement_id in statements()
    require(known, f"there is no statement {statement_id!r} in data/statements.csv: check its id")
    one = bool(evidence) != bool(untestable)
    require(one, "give either evidence, at least one item, or the reason in untestable='…'")
    if untestable:
        _say(f"Verdict · {statement_id}: not testable here — {untestable}")
        return
    for label, found in evidence.items():
        boolean = isinstance(found, (bool, np.bool_))
        require(boolean, f"evidence must be True or False, got {found!r} for {label!r}")
    true = "; ".join(label for label, found in evidence.items() if found)
    false = "; ".join(label for label, found in evidence.items() if not found)
    if not false:
        _say(f"Verdict · {statement_id}: holds — {true}")
    elif true:
        _say(f"Verdict · {statement_id}: holds with limits — {true}; but not: {false}")
    else:
        _say(f"Verdict · {statement_id}: does not hold — not: {false}")


@functools.cache
def statements():
    """Return the documents' statements: dict, id → dict with ``id``, ``source``, ``lessons`` and
    ``statement``."""
    with open(STATEMENTS, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@contextlib.contextmanager
def exercise(title):
    """Check an answer: print ``● title`` where every assertion inside holds, else ``○ title: `` and
    what went wrong.

    An answer that is missing or wrong never stops the notebook. Give every assertion a message that
    helps.

    Args:
        title: name of the exercise.
    """
    try:
        yield
    except AssertionError as error:
        _say(f"○ {title}: {_first_line(error) or 'not right yet'}")
    except Exception as error:
        _say(f"○ {title}: your code stopped with {type(error).__name__}: {_first_line(error)}")
    else:
        _say(f"● {title}")


def _first_line(error):
    """Return the first line of an error's message."""
    return str(error).partition("\n")[0]


def _say(line):
    """Print the line, also where the terminal's encoding lacks its signs."""
    try:
        print(line)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        print(line.encode(encoding, "replace").decode(encoding))


def _spread(values):
    """Return one value, or the lowest and the highest of several, as text."""
    if values.size == 0:
        return "nothing"
    low, high = _text(values.min()), _text(values.max())
    return low if values.size == 1 else f"{low} to {high}"


def _text(value):
    """Return a whole number as it is, others with three digits and a decimal point."""
    if np.issubdtype(type(value), np.integer):
        return str(value)
    ordinary = value == 0 or 1e-3 <= abs(value) < 1e4 or not np.isfinite(value)
    return f"{value:#.3g}" if ordinary else f"{value:.1e}"
