"""The tables that this project makes: the script gives the same bytes, the card is true."""

import subprocess
import sys

import numpy as np
import pytest

from utils import ROOT
from utils.data import load_table

MADE = ["transactions"]


@pytest.mark.parametrize("name", MADE)
def test_script_makes_the_table_again(name, tmp_path):
    target = tmp_path / "table.csv"
    subprocess.run(
        [sys.executable, str(ROOT / "data" / f"make_{name}.py"), str(target)], check=True
    )
    committed = (ROOT / "data" / f"{name}.csv").read_bytes()
    assert target.read_bytes() == committed
    assert len(committed) <= 250_000


def test_transactions_follow_their_law():
    table = load_table("transactions")
    assert list(table.columns) == (
        ["period", "amount", "hour", "distance_km", "new_merchant", "minutes_since_last"]
        + ["fraud", "law"]
    )
    assert not table.isna().any().any()
    night = (table["hour"] >= 22) | (table["hour"] < 6)
    signs = np.stack(
        [
            np.log2(table["amount"] / 40),
            night,
            np.log2(table["distance_km"] / 8),
            table["new_merchant"],
            np.log2(table["minutes_since_last"] / 240),
        ],
        axis=1,
    )
    weights = {"before": [0.9, 1.5, 0.6, 1.0, 0.0, -4.0], "after": [0.2, 0.0, 0.2, 1.0, -1.0, -3.6]}
    for period, (*of_signs, constant) in weights.items():
        rows = (table["period"] == period).to_numpy()
        assert rows.sum() == 3000
        law = 1 / (1 + np.exp(-(signs[rows] @ of_signs + constant)))
        assert np.allclose(table["law"][rows], law, atol=5.1e-5)
        deviation = np.sqrt(np.sum(law * (1 - law)))
        assert abs(table["fraud"][rows].sum() - law.sum()) < 3 * deviation
    assert set(table["fraud"]) == set(table["new_merchant"]) == {0, 1}
    assert table["hour"].between(0, 23).all()
    assert (table[["amount", "distance_km", "minutes_since_last"]] > 0).all().all()
