"""The tables that this project makes: the script gives the same bytes, the card is true."""

import subprocess
import sys

import numpy as np
import pytest

from utils import ROOT
from utils.data import load_series, load_table

MADE = ["transactions", "sensor"]


def run_script(name, *arguments):
    """Run ``data/make_NAME.py`` with these arguments."""
    script = ROOT / "data" / f"make_{name}.py"
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


@pytest.mark.parametrize("name", MADE)
def test_script_makes_the_table_again(name, tmp_path):
    target = tmp_path / "table.csv"
    run_script(name, target)
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


def test_the_sensor_is_what_its_card_says():
    series = load_series("sensor")
    assert len(series) == 10 * 7 * 144
    assert (series["timestamp"].diff().dropna().dt.total_seconds() == 600).all()
    failing = series["failure"] != ""
    assert not failing[: 5 * 7 * 144].any()
    changed = series["failure"] != series["failure"].shift()
    assert series["failure"][failing & changed].value_counts().to_dict() == dict.fromkeys(
        ("spike", "drift", "stuck", "rhythm"), 6
    )
    kinds = series.groupby(changed.cumsum())
    lengths = kinds.agg(
        kind=("failure", "first"), rows=("failure", "size"), values=("value", "std")
    )
    rows = lengths.groupby("kind")["rows"]
    assert (rows.min()["spike"], rows.min()["drift"], rows.min()["rhythm"]) == (1, 120, 48)
    assert 30 <= rows.min()["stuck"] <= rows.max()["stuck"] <= 48
    assert (lengths["values"][lengths["kind"] == "stuck"] == 0).all()
    well = series["value"][: 5 * 7 * 144]
    on = well > 2
    level = well[on & on.shift(fill_value=False)]  # without the first value of a cycle
    assert abs(level.mean() - 4.0) < 0.01 and abs(level.std() - 0.08) < 0.01
    assert abs(well[~on].mean() - 0.4) < 0.01
    cycles = on.groupby((on != on.shift()).cumsum()).agg(["first", "size"])[1:-1]
    on_for, off_for = (cycles["size"][cycles["first"] == state] for state in (True, False))
    assert 5 <= on_for.min() < on_for.max() <= 9 and abs(on_for.mean() - 7) < 0.3
    assert set(off_for) == {6, 7, 8, 9}


def test_another_seed_makes_other_weeks_of_the_same_machine(tmp_path):
    target = tmp_path / "other.csv"
    run_script("sensor", target, 2)
    series, other = load_series("sensor"), load_series(str(target))
    assert len(other) == len(series) and (other["value"] != series["value"]).mean() > 0.9
    assert set(other["failure"]) == set(series["failure"])
