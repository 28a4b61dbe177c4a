"""Make ice_cream.csv: what an ice-cream stall sells on a day, made up, with a known law.

Usage: ``python data/make_ice_cream.py [FILE [SEED]]``. Without FILE it writes ice_cream.csv beside
itself, the same bytes every time. Another SEED (a whole number; 1 where it is left out) makes 1200
other days.

1200 summer days, drawn independently of one another, and the columns of a day, too:

- ``temperature``, °C, one decimal: each from 22 to 36 as likely;
- ``humidity``, %: each whole number from 40 to 95 as likely;
- ``rain``: 1 on about three days in ten, else 0.

The law, ``law``, is the number of ice creams without noise, to two decimals; t is the temperature::

    dry, humidity below 70       100 + 10 (t - 28)          28 °C: 100, 30 °C: 120
    dry, humidity 70 or more      60 +  6 (t - 28)          four tenths fewer
    rain, at any humidity         30 +  1 (t - 28)

``sales`` is the law with Gaussian noise of standard deviation 8, rounded to a whole number, at
least 0.
"""

import csv
import pathlib
import sys

import numpy as np

ROWS, NOISE = 1200, 8
RAINY, HUMID = 0.3, 70
HERE = pathlib.Path(__file__).resolve().parent


def main(path=HERE / "ice_cream.csv", seed=1):
    """Write the days that `seed`, a whole number or its digits, gives to `path`."""
    rng = np.random.default_rng(int(seed))
    temperature = rng.integers(220, 361, ROWS) / 10
    humidity = rng.integers(40, 96, ROWS)
    rain = (rng.random(ROWS) < RAINY).astype(int)
    dry = (100 + 10 * (temperature - 28)) * np.where(humidity >= HUMID, 0.6, 1.0)
    law = np.where(rain == 1, 30 + (temperature - 28), dry)
    sales = np.maximum(np.round(law + NOISE * rng.standard_normal(ROWS)), 0).astype(int)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("temperature", "humidity", "rain", "sales", "law"))
        for t, h, wet, sold, exact in zip(temperature, humidity, rain, sales, law, strict=True):
            writer.writerow((f"{t:.1f}", h, wet, sold, f"{exact:.2f}"))


if __name__ == "__main__":
    main(*sys.argv[1:3])
