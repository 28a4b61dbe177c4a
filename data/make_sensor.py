"""Make sensor.csv: the power that a cold store's compressor draws, made up, with known failures.

Usage: ``python data/make_sensor.py [FILE [SEED]]``. Without FILE it writes sensor.csv beside
itself, the same bytes every time. Another SEED (a whole number; 1 where it is left out) makes ten
other weeks.

Ten weeks, a value every ten minutes, in kW. **Normal** operation is a chain of cycles, on and off:

- on for 5 to 9 values, by chance; the mean is 7 + cos(2π (hour - 15) / 24), most in the afternoon,
  when it is warm outside; off for 6 to 9 values, each as likely;
- on, it draws 4.0 kW, and in the first value of a cycle 5.0 (the motor starts); off, 0.4 kW;
- every value has Gaussian noise of standard deviation 0.08 kW.

Weeks 1 to 5 hold no failure. Weeks 6 to 10 hold six of each of four kinds (column ``failure``), one
in each stretch of 35 hours, at a place drawn at random in it, in an order drawn at random:

- ``spike``: one value is higher by 2.5 kW;
- ``drift``: for 20 hours the power while on rises evenly, up to 1.2 kW too much; then it is back;
- ``stuck``: for 5 to 8 hours the sensor repeats its last value, whatever it was;
- ``rhythm``: for 8 hours the compressor is on for 3 values and off for 3.

What is labelled is the whole failure, also where, at first, nothing can be seen of it.
"""

import csv
import datetime
import pathlib
import sys

import numpy as np

DAY = 144  # values in a day
WEEKS, CLEAN_WEEKS = 10, 5
KINDS = ("spike", "drift", "stuck", "rhythm")
EACH = 6
START = datetime.datetime(2026, 1, 5)  # a Monday
HERE = pathlib.Path(__file__).resolve().parent


def plan(rng, rows):
    """Return the failures, (kind, first row, number of rows), one in each stretch of the end."""
    kinds = rng.permutation(np.repeat(KINDS, EACH))
    edges = np.linspace(CLEAN_WEEKS * 7 * DAY, rows, len(kinds) + 1).astype(int)
    failures = []
    for kind, first, last in zip(kinds, edges, edges[1:], strict=False):
        length = {"spike": 1, "drift": 120, "stuck": rng.integers(30, 49), "rhythm": 48}[kind]
        failures.append((str(kind), int(rng.integers(first + 24, last - length - 24)), int(length)))
    return failures


def operate(rng, rows, hurried):
    """Return for each value whether the compressor is on, and whether it has just been started."""
    on, starts = np.zeros(rows, bool), np.zeros(rows, bool)
    row = 0
    while row < rows:
        hour = 24 * (row % DAY) / DAY
        mean = 7 + np.cos(2 * np.pi * (hour - 15) / 24)
        long, pause = int(np.floor(mean + rng.random())) + rng.integers(-1, 2), rng.integers(6, 10)
        if hurried[row]:
            long, pause = 3, 3
        on[row : row + long], starts[row] = True, True
        row += int(long + pause)
    return on, starts


def main(path=HERE / "sensor.csv", seed=1):
    """Write the series that `seed`, a whole number or its digits, gives to `path`."""
    rng, rows = np.random.default_rng(int(seed)), WEEKS * 7 * DAY
    failures, kind_of = plan(rng, rows), np.full(rows, "", object)
    for kind, first, length in failures:
        kind_of[first : first + length] = kind
    on, starts = operate(rng, rows, kind_of == "rhythm")
    power = np.where(on, 4.0, 0.4) + np.where(starts, 1.0, 0.0)
    for kind, first, length in failures:
        part = slice(first, first + length)
        if kind == "drift":
            power[part] += np.where(on[part], np.linspace(0, 1.2, length), 0)
        if kind == "spike":
            power[part] += 2.5
    power += 0.08 * rng.standard_normal(rows)
    for kind, first, length in failures:
        if kind == "stuck":
            power[first : first + length] = power[first - 1]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("timestamp", "value", "failure"))
        for row in range(rows):
            when = START + datetime.timedelta(minutes=10 * row)
            writer.writerow((f"{when:%Y-%m-%d %H:%M}", f"{power[row]:.2f}", kind_of[row]))


if __name__ == "__main__":
    main(*sys.argv[1:3])
