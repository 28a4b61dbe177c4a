"""Lesson 20, broken in seven ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "20_sequence_generation",
    {
        "temperature ignored": (
            "(scores - scores.max(axis=-1, keepdims=True)) / temperature)",
            "scores - scores.max(axis=-1, keepdims=True))",
            "Drawn shares minus the formula's, three temperatures",
        ),
        "the checker looks at the words alone": (
            "VERB.get(found[1]) == found[7] and found[2] != found[8]",
            "found[7] in VERB.values()",
            "Spoilt lines: right",
        ),
        "the generator returns training lines": (
            "judge(letters(write(text_scores(seed), empty, 0, seed)))",
            "judge(text[PILE * seed : PILE * seed + PILE])",
            "Network: copied, minus what the law copies",
        ),
        "no key": (
            "np.isin((pitch - TONIC[key]) % 12, [0, 2, 4, 5, 7, 9, 11]).mean()",
            "np.isin((pitch - TONIC[key]) % 12, list(range(12))).mean()",
            "Notes by lot: the first four",
        ),
        "the composer is not told when notes begin and end": (
            "np.stack([before, began, ended], axis=-1)",
            "np.stack([before, 0 * began, 0 * ended], axis=-1)",
            "Network minus the rule: bars heard before",
        ),
        "the composer returns training melodies": (
            "melodies(write(music_scores(seed), blank, 0, seed))",
            "melodies(melody_rows[MANY * seed : MANY * seed + MANY])",
            "Network: melodies with a copied phrase",
        ),
        "the composer writes one melody": (
            "melodies(write(music_scores(seed), blank, 0, seed))",
            "melodies(write(music_scores(seed), blank[:1], 0, seed)) * MANY",
            "Network: different melodies",
        ),
    },
)
