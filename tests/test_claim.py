"""`utils.claim`: what holds is said in one line, what does not stops the lesson."""

import re

import numpy as np
import pandas as pd
import pytest

from utils.claim import ClaimFailed, claim, exercise, statements, verdict


@pytest.mark.parametrize(
    ("measured", "bound", "line"),
    [
        (0.97, {"between": (0.5, 2)}, "measured 0.970 (between 0.5 and 2)"),
        (4, {"equals": 4}, "measured 4 (equals 4)"),
        ([0.2, 0.25, 0.21], {"at_least": 0.2}, "measured 0.200 to 0.250 (at least 0.2)"),
        (np.float32(1e-18), {"at_most": 1e-15}, "measured 1.0e-18 (at most 1e-15)"),
        (pd.Series([100.0, 100.0]), {"at_most": 100}, "measured 100. to 100. (at most 100)"),
        (-2.5, {"at_most": 0}, "measured -2.50 (at most 0)"),
    ],
)
def test_a_claim_that_holds_prints_one_line(capsys, measured, bound, line):
    claim("A sentence", measured, **bound)
    assert capsys.readouterr().out == f"✔ A sentence — {line}\n"


@pytest.mark.parametrize(
    ("measured", "bound"),
    [
        (0.1, {"at_least": 0.2}),
        ([0.3, 0.1], {"at_least": 0.2}),
        ([0.1, 0.3], {"at_most": 0.2}),
        (0.6, {"between": (0, 0.5)}),
        (5, {"equals": 4}),
        (float("nan"), {"at_most": 1}),
        (float("nan"), {"at_least": 1}),
        ([0.1, np.nan], {"between": (0, 1)}),
        (float("inf"), {"at_least": 1}),
        ([], {"at_least": 0}),
        (np.zeros((0, 3)), {"equals": 0}),
    ],
)
def test_a_claim_that_does_not_hold_raises(capsys, measured, bound):
    with pytest.raises(ClaimFailed, match="A sentence — measured .* \\("):
        claim("A sentence", measured, **bound)
    assert capsys.readouterr().out == ""


def test_the_message_has_sentence_measurement_and_bound():
    with pytest.raises(ClaimFailed) as failed:
        claim("A sentence", [0.1, 0.3], between=(0.2, 0.4))
    assert str(failed.value) == "A sentence — measured 0.100 to 0.300 (between 0.2 and 0.4)"


@pytest.mark.parametrize(
    "bound",
    [{}, {"at_least": 1, "at_most": 2}, {"between": (2, 1)}, {"at_least": float("nan")}],
)
def test_a_claim_needs_one_sensible_bound(bound):
    with pytest.raises(ValueError, match="give exactly one|a bound must be a number"):
        claim("A sentence", 1.5, **bound)


@pytest.mark.parametrize("measured", [True, "1", [True, False], None])
def test_a_claim_wants_numbers(measured):
    with pytest.raises(ValueError, match="measured must be numbers, not a comparison or a text"):
        claim("A sentence", measured, at_least=0)


@pytest.mark.parametrize(
    ("evidence", "line"),
    [
        ({"a": True, "b": np.True_}, "holds — a; b"),
        ({"a": True, "b": False, "c": False}, "holds with limits — a; but not: b; c"),
        ({"a": False}, "does not hold — not: a"),
    ],
)
def test_verdicts(capsys, evidence, line):
    verdict("xavier-he", evidence)
    assert capsys.readouterr().out == f"Verdict · xavier-he: {line}\n"


def test_untestable(capsys):
    verdict("prerequisites", untestable="a recommendation")
    assert capsys.readouterr().out == (
        "Verdict · prerequisites: not testable here — a recommendation\n"
    )


def test_bad_verdicts():
    with pytest.raises(ValueError, match="there is no statement 'xavier' in data/statements.csv"):
        verdict("xavier", {"a": True})
    for evidence, untestable in ((None, None), ({}, None), ({"a": True}, "why"), (None, "")):
        with pytest.raises(ValueError, match="give either evidence, at least one item, or the re"):
            verdict("xavier-he", evidence, untestable=untestable)
    with pytest.raises(ValueError, match="evidence must be True or False, got 0.9 for 'a'"):
        verdict("xavier-he", {"a": 0.9})


def test_statements():
    rows = statements()
    assert len(rows) == 90
    for key, row in rows.items():
        assert row["id"] == key
        assert row["statement"].endswith(".")
        assert all(re.fullmatch(r"\d\d[a-z]?", each) for each in row["lessons"].split(";"))
        assert all(
            source in ("000", "001", "002", "003", "004") for source in row["source"].split(";")
        )


def test_exercises(capsys):
    with exercise("Right"):
        assert 1 + 1 == 2
    with exercise("Wrong"):
        norm = 3.2
        assert norm <= 1, f"expected a norm ≤ 1, got {norm}"
    with exercise("Silent"):
        raise AssertionError
    with exercise("Broken"):
        _ = 1 / 0
    assert capsys.readouterr().out.splitlines() == [
        "● Right",
        "○ Wrong: expected a norm ≤ 1, got 3.2",
        "○ Silent: not right yet",
        "○ Broken: your code stopped with ZeroDivisionError: division by zero",
    ]


def test_an_exercise_can_be_interrupted():
    with pytest.raises(KeyboardInterrupt), exercise("Long"):
        raise KeyboardInterrupt
