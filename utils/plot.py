"""The figures that many lessons share, and `show`, which gives every figure a text for those who
cannot see it.

Functions that draw return the axes and show nothing: set the title there, then call :func:`show`.
"""

import io
import os

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from IPython.display import display
from PIL import Image

from utils import require

PROFILE_LABELS = {
    "activation_mean": "mean of the outputs",
    "activation_std": "spread of the outputs (standard deviation)",
    "activation_rms": "size of the outputs (log scale)",
    "activation_zero": "share of outputs equal to 0",
    "activation_contrast": "difference between images (log scale)",
    "delta_norm": "gradient at the outputs (log scale)",
    "kernel_gradient_norm": "gradient of the weights (log scale)",
    "kernel_norm": "size of the weights (norm)",
}


def show(alt):
    """Display the current figure with an alternative text, and close it.

    The text is stored as the image's ``alt`` metadata and as ``text/plain``, so that a screen
    reader, an exported page and a comparison of outputs all have it.

    Args:
        alt: one or two sentences that say what the figure shows to someone who cannot see it.

    Raises:
        ValueError: if the text is empty or there is no figure.
    """
    good = isinstance(alt, str) and alt.strip()
    require(good, f"alt must say in words what the figure shows, got {alt!r}")
    require(plt.get_fignums(), "there is no figure to show: draw one first")
    figure = plt.gcf()
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png")
    plt.close(figure)
    few_colours = Image.open(drawn).convert("RGB").quantize(256)  # a third of the size
    few_colours.save(small, format="png", optimize=True)
    data = {"image/png": small.getvalue(), "text/plain": alt}
    display(data, metadata={"image/png": {"alt": alt}}, raw=True)


def curves(frame, y, x="epoch", by="variant", ax=None):
    """Draw one line for each group, the mean over its seeds, in a band from the lowest to the
    highest seed.

    Args:
        frame: tidy ``DataFrame``, as :func:`utils.experiment.compare` returns it.
        y, x, by: names of its columns: values, horizontal axis, and what tells the lines apart.
        ax: axes to draw on; ``None`` makes a new figure.

    Returns:
        The axes.
    """
    ax = ax or plt.figure().add_subplot()
    look = {"markers": True, "dashes": False, "markeredgewidth": 0, "errorbar": ("pi", 100)}
    sns.lineplot(frame, x=x, y=y, hue=by, style=by, ax=ax, **look)
    if ax.get_legend() is not None:
        ax.get_legend().set_title(None)
    return ax


def layers(frame, columns=("delta_norm",), by="variant"):
    """Draw per-layer profiles side by side, one panel for each column, with a band over the seeds.

    Args:
        frame: one or several frames of :func:`utils.probe.profile`, concatenated, with the column
            `by` added.
        columns: columns to draw; norms and sizes get a logarithmic axis.
        by: column that tells the lines apart.

    Returns:
        Array of axes, one for each column.
    """
    figure, axes = plt.subplots(
        1, len(columns), figsize=(max(7.2, 4.0 * len(columns)), 4.0), squeeze=False
    )
    for ax, column in zip(axes[0], columns, strict=True):
        curves(frame, column, x="layer", by=by, ax=ax)
        ax.set(xlabel="layer (1 is next to the image)", ylabel=PROFILE_LABELS.get(column, column))
        if "log scale" in PROFILE_LABELS.get(column, ""):
            ax.set_yscale("log")
        if ax is not axes[0][0] and ax.get_legend() is not None:
            ax.get_legend().remove()
    return axes[0]


def images(arrays, titles=None, columns=8):
    """Draw images in a grid, dark ink on white.

    Args:
        arrays: shape ``(n, height, width)`` or ``(n, height, width, 1)``, values in [0, 1].
        titles: n short texts, or ``None``.
        columns: images in a row.

    Returns:
        Array of axes.
    """
    arrays = np.asarray(arrays)
    good = arrays.ndim in (3, 4) and len(arrays) > 0
    require(good, f"arrays must have shape (n, height, width), n ≥ 1, got {arrays.shape}")
    columns = min(columns, len(arrays))
    rows = -(-len(arrays) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(0.9 * columns, 1.15 * rows), squeeze=False)
    for index, ax in enumerate(axes.flat):
        ax.axis("off")
        if index < len(arrays):
            ax.imshow(arrays[index].squeeze(), cmap="gray_r", vmin=0, vmax=1)
            if titles is not None:
                ax.set_title(titles[index], fontsize=9, loc="center", fontweight="normal")
    return axes


def slider(draw, **choices):
    """Call ``draw(**values)`` whenever the reader moves a slider; draw once, in the start position,
    where none can be moved.

    Nothing can be moved under test and on the stored page (``COURSE_STATIC=1``), or without
    ipywidgets.

    Args:
        draw: function with one parameter for each slider, which draws a figure and ends in
            :func:`show`.
        choices: parameter → ``(values, start)``: the values to slide through, and the one to start
            from.

    Raises:
        ValueError: if a start position is not among its values.
    """
    for name, (values, start) in choices.items():
        require(start in values, f"{name} must start at one of {list(values)}, got {start!r}")
    if os.environ.get("COURSE_STATIC") == "1":
        draw(**{name: start for name, (_, start) in choices.items()})
        return
    import ipywidgets

    sliders = {}
    for name, (values, start) in choices.items():
        options = {"options": list(values), "value": start, "description": name}
        if isinstance(start, str):
            sliders[name] = ipywidgets.Dropdown(**options)
        else:
            sliders[name] = ipywidgets.SelectionSlider(**options, continuous_update=False)
    ipywidgets.interact(draw, **sliders)
