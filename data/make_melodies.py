"""Make melodies.csv: melodies for one voice, made up by a rule that is known.

Usage: ``python data/make_melodies.py [FILE [SEED]]``. Without FILE it writes melodies.csv beside
itself, the same bytes every time. Another SEED (a whole number; 1 where it is left out) makes
other melodies by the same rule.

500 melodies of twelve bars. A bar has four beats; lengths are counted in half beats, so a bar
holds 8. A note is written ``pitch:length``; pitch 60 is the piano's middle C, and each next key is
1 more.

- **Key**: C, F or G major, each as likely. Its scale has seven notes in an octave, numbered from 0,
  the tonic, up and down; the melody stays between steps -3 and 7.
- **Form** A B A: three phrases of four bars. The third is the first one again, note for note. Every
  phrase ends on one note that fills its bar: A on the tonic (step 0 or 7), B on the fifth (step 4
  or -3), the one nearer to the step drawn.
- **Rhythm**: each other bar has one of six, drawn with the weights in ``RHYTHMS``.
- **Melody**: each note is drawn 0, 1 or 2 steps from the one before (``MOVES``), a step beyond the
  range becomes its edge; the first of all is step 0, 2 or 4. The first note of a bar belongs to the
  bar's chord (``CHORDS``): if the step drawn does not, the nearest one that does is taken (of two
  as near, the lower).
"""

import csv
import pathlib
import sys

import numpy as np

MELODIES = 500
TONICS = {"C": 60, "F": 65, "G": 67}
SCALE = (0, 2, 4, 5, 7, 9, 11)  # piano keys above the tonic
LOW, HIGH = -3, 7
RHYTHMS = {(2, 2, 2, 2): 3, (2, 2, 4): 3, (4, 2, 2): 2, (3, 1, 2, 2): 2, (3, 1, 4): 1, (4, 4): 1}
MOVES = {-2: 1, -1: 3, 0: 1, 1: 3, 2: 1}
ONE, FOUR, FIVE = (0, 2, 4), (0, 3, 5), (1, 4, 6)
CHORDS = {"A": (ONE, FOUR, FIVE), "B": (FIVE, ONE, FOUR)}
END = {"A": (0,), "B": (4,)}
HERE = pathlib.Path(__file__).resolve().parent


def draw(rng, weights):
    """Return one of the keys of `weights`, drawn with these weights."""
    options, sizes = list(weights), np.array(list(weights.values()))
    return options[rng.choice(len(options), p=sizes / sizes.sum())]


def nearest(step, allowed):
    """Return the step within the range, of those `allowed` in any octave, that is nearest."""
    inside = [other for other in range(LOW, HIGH + 1) if other % 7 in allowed]
    return min(inside, key=lambda other: abs(other - step))


def phrase(rng, name, last):
    """Return the notes, (step, length), of four bars that follow step `last` (None: nothing)."""
    notes = []
    for allowed in (*CHORDS[name], END[name]):
        rhythm = (8,) if allowed == END[name] else draw(rng, RHYTHMS)
        for place, length in enumerate(rhythm):
            step = rng.choice(ONE) if last is None else last + draw(rng, MOVES)
            last = min(max(int(step), LOW), HIGH)
            if place == 0:
                last = nearest(last, allowed)
            notes.append((last, length))
    return notes


def melody(rng):
    """Return the key and the notes, (pitch, length), of one melody."""
    key = list(TONICS)[rng.integers(len(TONICS))]
    first = phrase(rng, "A", None)
    notes = first + phrase(rng, "B", first[-1][0]) + first
    return key, [(TONICS[key] + 12 * (step // 7) + SCALE[step % 7], size) for step, size in notes]


def main(path=HERE / "melodies.csv", seed=1):
    """Write the melodies that `seed`, a whole number or its digits, gives to `path`."""
    rng = np.random.default_rng(int(seed))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("key", "notes"))
        for key, notes in (melody(rng) for _ in range(MELODIES)):
            writer.writerow((key, " ".join(f"{pitch}:{length}" for pitch, length in notes)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
