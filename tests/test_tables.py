"""The tables that this project makes: the script gives the same bytes, the card is true."""

import subprocess
import sys
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from utils import ROOT
from utils.data import load_series, load_table

MADE = ["transactions", "sensor", "melodies", "ice_cream"]


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


def read_melodies(table):
    """Return for each melody its key's tonic and its notes, (pitch, length)."""
    tonic = table["key"].map({"C": 60, "F": 65, "G": 67})
    notes = [[tuple(map(int, note.split(":"))) for note in row.split()] for row in table["notes"]]
    return list(zip(tonic, notes, strict=True))


def bars_of(notes):
    """Return the notes of each bar; a note that crosses a bar line fails."""
    found, now = [[] for _ in range(12)], 0
    for pitch, length in notes:
        assert now % 8 + length <= 8
        found[now // 8].append((pitch, length))
        now += length
    assert now == 12 * 8
    return found


def test_the_melodies_are_what_their_card_says():
    table = load_table("melodies")
    assert list(table.columns) == ["key", "notes"] and table["notes"].is_unique
    assert len(table) == 500 and table["key"].value_counts().between(130, 205).all()
    scale = [0, 2, 4, 5, 7, 9, 11]
    steps_of = {12 * (n // 7) + scale[n % 7]: n for n in range(-3, 8)}  # above the tonic → step
    chords = [(0, 2, 4), (0, 3, 5), (1, 4, 6), (0,), (1, 4, 6), (0, 2, 4), (0, 3, 5), (4,)]
    rhythms, moved = Counter(), Counter()
    for tonic, notes in read_melodies(table):
        bars = bars_of([(steps_of[pitch - tonic], length) for pitch, length in notes])
        assert bars[8:] == bars[:4] and bars[0][0][0] in (0, 2, 4)
        for bar, chord in zip(bars, chords, strict=False):
            assert bar[0][0] % 7 in chord
            rhythms[tuple(length for _, length in bar)] += 1
            inside = [step for step, _ in bar if -1 <= step <= 5]  # away from the edges
            if len(inside) == len(bar):
                moved.update(b - a for a, b in zip(inside, inside[1:], strict=False))
    assert rhythms.pop((8,)) == 2 * 500
    weights = {
        (2, 2, 2, 2): 3,
        (2, 2, 4): 3,
        (4, 2, 2): 2,
        (3, 1, 2, 2): 2,
        (3, 1, 4): 1,
        (4, 4): 1,
    }
    for rhythm, weight in weights.items():
        assert abs(rhythms.pop(rhythm) / (6 * 500) - weight / 12) < 0.03
    assert not rhythms and set(moved) == {-2, -1, 0, 1, 2}
    assert moved[-1] + moved[1] > 2 * (moved[-2] + moved[2])


def test_another_seed_makes_other_melodies_of_the_same_rule(tmp_path):
    target = tmp_path / "other.csv"
    run_script("melodies", target, 2)
    table, other = load_table("melodies"), pd.read_csv(target)
    assert len(other) == len(table) and not set(other["notes"]) & set(table["notes"])
    for _, notes in read_melodies(other):
        bars = bars_of(notes)
        assert bars[8:] == bars[:4]


def test_the_ice_cream_follows_its_law():
    table = load_table("ice_cream")
    assert list(table.columns) == ["temperature", "humidity", "rain", "sales", "law"]
    assert len(table) == 1200 and not table.isna().any().any()
    warm, humid, wet = table["temperature"] - 28, table["humidity"] >= 70, table["rain"] == 1
    dry = (100 + 10 * warm) * np.where(humid, 0.6, 1)
    assert np.allclose(table["law"], np.where(wet, 30 + warm, dry), atol=5.1e-3)
    assert set(table["rain"]) == {0, 1} and abs(table["rain"].mean() - 0.3) < 0.04
    assert table["temperature"].between(22, 36).all() and abs(warm.mean() - 1) < 0.4
    assert table["humidity"].between(40, 95).all() and abs(humid.mean() - 26 / 56) < 0.05
    noise = table["sales"] - table["law"]
    assert (table["sales"] >= 0).all() and abs(noise.mean()) < 0.7 and abs(noise.std() - 8) < 0.5
    inputs = table[["temperature", "humidity", "rain"]].assign(noise=noise).corr().to_numpy()
    assert np.abs(inputs - np.eye(4)).max() < 0.1


def test_another_seed_makes_other_days_of_the_same_stall(tmp_path):
    target = tmp_path / "other.csv"
    run_script("ice_cream", target, 2)
    table, other = load_table("ice_cream"), pd.read_csv(target)
    assert len(other) == len(table) and (other["temperature"] != table["temperature"]).mean() > 0.9
    dry = other[(other["rain"] == 0) & (other["humidity"] < 70)]
    assert np.allclose(dry["law"], 100 + 10 * (dry["temperature"] - 28), atol=5.1e-3)
