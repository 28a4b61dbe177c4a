"""Make transactions.csv: card payments, made up, with a known law of fraud that drifts.

Usage: ``python data/make_transactions.py [FILE]``. Without FILE it writes transactions.csv beside
itself; the same bytes every time.

3000 payments of each of two periods, ``before`` and ``after`` the fraudsters change their ways. In
both periods the payments themselves are drawn in the same way (sigma: standard deviation of the
natural logarithm; all columns independent of one another):

- ``amount``, EUR: log-normal, median 40, sigma 1.0, at least 1;
- ``hour``, 0 to 23: a night hour (22 to 5) in one payment of five, else one from 6 to 21;
- ``distance_km`` from home: log-normal, median 8, sigma 1.5, at least 0.1;
- ``new_merchant``: 1 in one payment of four, a shop where the card was never used before;
- ``minutes_since_last`` payment: log-normal, median 240, sigma 1.3, at least 1.

The law: ``law`` is the probability that the payment is a fraud, 1 / (1 + exp(-score)), rounded to
four decimals, and ``fraud`` is 1 with that probability. The score is a sum of signs times weights,
plus a constant; a weight for log2 is for each doubling::

    sign                            before   after
    log2(amount / 40)                  0.9     0.2
    night (hour >= 22 or < 6)          1.5     0.0
    log2(distance_km / 8)              0.6     0.2
    new_merchant                       1.0     1.0
    log2(minutes_since_last / 240)     0.0    -1.0
    constant                          -4.0    -3.6
"""

import csv
import pathlib
import sys

import numpy as np

SEED = 1
ROWS = 3000
HERE = pathlib.Path(__file__).resolve().parent
COLUMNS = ("period", "amount", "hour", "distance_km", "new_merchant", "minutes_since_last")
COLUMNS += ("fraud", "law")
WEIGHTS = {"before": (0.9, 1.5, 0.6, 1.0, 0.0), "after": (0.2, 0.0, 0.2, 1.0, -1.0)}
CONSTANT = {"before": -4.0, "after": -3.6}


def draw(rng, period):
    """Return the rows of one period, as tuples in the order of COLUMNS."""
    amount = np.maximum(np.round(40 * np.exp(1.0 * rng.standard_normal(ROWS)), 2), 1)
    night = rng.random(ROWS) < 0.2
    hour = np.where(night, (22 + rng.integers(0, 8, ROWS)) % 24, rng.integers(6, 22, ROWS))
    distance = np.maximum(np.round(8 * np.exp(1.5 * rng.standard_normal(ROWS)), 1), 0.1)
    new = (rng.random(ROWS) < 0.25).astype(int)
    minutes = np.maximum(np.round(240 * np.exp(1.3 * rng.standard_normal(ROWS))), 1).astype(int)
    signs = (np.log2(amount / 40), night, np.log2(distance / 8), new, np.log2(minutes / 240))
    score = CONSTANT[period] + sum(w * sign for w, sign in zip(WEIGHTS[period], signs, strict=True))
    law = np.round(1 / (1 + np.exp(-score)), 4)
    fraud = (rng.random(ROWS) < law).astype(int)
    return zip([period] * ROWS, amount, hour, distance, new, minutes, fraud, law, strict=True)


def main(path=HERE / "transactions.csv"):
    """Write the table to `path`."""
    rng = np.random.default_rng(SEED)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for period in WEIGHTS:
            for _, amount, hour, distance, new, minutes, fraud, law in draw(rng, period):
                numbers = (
                    f"{amount:.2f}",
                    hour,
                    f"{distance:.1f}",
                    new,
                    minutes,
                    fraud,
                    f"{law:.4f}",
                )
                writer.writerow((period, *numbers))


if __name__ == "__main__":
    main(*sys.argv[1:2])
