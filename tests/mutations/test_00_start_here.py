"""Lesson 00, broken in four ways."""

from tests.mutations.harness import mutations

test_mutation_is_caught = mutations(
    "00_start_here",
    {
        "labels shuffled": (
            "data = load_images(train=1000, test=500, size=8)",
            "data = load_images(train=1000, test=500, size=8)\n"
            "data.y_train[:] = np.random.default_rng(0).permutation(data.y_train)",
            "Most new digits are read correctly, on every seed",
        ),
        "maximum left out": (
            "hidden = np.maximum(np.add(np.matmul(rows, w1), b1), 0)\n    scores",
            "hidden = np.add(np.matmul(rows, w1), b1)\n    scores",
            "Six operations give Keras's shares (largest difference)",
        ),
        "slope of the maximum left out": (
            "np.multiply(np.matmul(error, np.transpose(w2)), np.greater(hidden, 0))",
            "np.matmul(error, np.transpose(w2))",
            "The step by hand is Keras's (largest difference of a weight)",
        ),
        "every brick fits": (
            "    except ValueError:\n        return False\n",
            "    except ValueError:\n        return True\n",
            "Most pairs fit",
        ),
    },
)
