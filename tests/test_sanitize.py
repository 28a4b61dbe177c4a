"""tests/sanitize.cfg masks what it should and nothing else."""

import re

import pytest
from nbval.plugin import get_sanitize_patterns

from utils import ROOT

TEXT = (ROOT / "tests" / "sanitize.cfg").read_text(encoding="ascii")
PATTERNS = get_sanitize_patterns(TEXT)


def sanitized(text):
    for pattern, replacement in PATTERNS:
        text = re.sub(pattern, replacement, text)
    return text


def test_no_pair_is_dropped():
    assert len(PATTERNS) == TEXT.count("regex:") == TEXT.count("replace:") == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("measured 0.235 to 0.238", "measured 0.231 to 0.240"),
        ("measured 4.0e-19", "measured 1.2e-20"),
        ("measured -0.500", "measured 0.250"),
        ("measured 100.", "measured 99.7"),
        ("min    0.083\nmean   0.100", "min  10.083\nmean 11.100"),
        ("a NaN", "a 1.5"),
        (
            '<audio src="data:audio/wav;base64,UklGRg==">',
            '<audio src="data:audio/wav;base64,AAAA">',
        ),
    ],
)
def test_masked(one, other):
    assert sanitized(one) == sanitized(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("✔ A sentence — measured 0.2", "A sentence — measured 0.2"),
        ("83,850 weights", "83,851 weights"),
        ("Verdict · a: holds — b", "Verdict · a: does not hold — b"),
        ("● Clip", "○ Clip"),
        ("(1297, 8, 8, 1)", "(1298, 8, 8, 1)"),
        ("nothing", "inference"),
    ],
)
def test_not_masked(one, other):
    assert sanitized(one) != sanitized(other)
