"""`utils.plot`: every figure has a text, and the shared figures say what they show."""

import io

import matplotlib
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from utils import plot

matplotlib.use("agg")
plt = plot.plt


@pytest.fixture
def shown(monkeypatch):
    """Collect what would be displayed."""
    collected = []
    monkeypatch.setattr(plot, "display", lambda data, **options: collected.append((data, options)))
    yield collected
    plt.close("all")


def runs():
    rng = np.random.default_rng(0)
    rows = [
        {"variant": variant, "seed": seed, "epoch": epoch, "accuracy": rng.random()}
        for variant in ("a", "b")
        for seed in range(3)
        for epoch in range(1, 5)
    ]
    return pd.DataFrame(rows)


def test_show_stores_the_text_and_closes_the_figure(shown):
    plt.plot([1, 2])
    plot.show(alt="A line that rises.")
    [(data, options)] = shown
    assert data["text/plain"] == "A line that rises."
    assert options["metadata"] == {"image/png": {"alt": "A line that rises."}}
    assert options["raw"]
    assert Image.open(io.BytesIO(data["image/png"])).format == "PNG"
    assert len(data["image/png"]) < 60_000
    assert not plt.get_fignums()


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_show_needs_a_text(shown, alt):
    plt.plot([1, 2])
    with pytest.raises(ValueError, match="alt must say in words what the figure shows"):
        plot.show(alt=alt)
    assert not shown


def test_show_needs_a_figure(shown):
    with pytest.raises(ValueError, match="there is no figure to show: draw one first"):
        plot.show(alt="Nothing.")


def test_curves(shown):
    ax = plot.curves(runs(), "accuracy")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
    means = runs().query("variant == 'a'").groupby("epoch")["accuracy"].mean()
    np.testing.assert_allclose(ax.lines[0].get_ydata(), means)
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    lowest = runs().query("variant == 'a'")["accuracy"].min()
    assert band.min() == pytest.approx(lowest)


def test_layers(shown):
    frame = runs().rename(columns={"epoch": "layer", "accuracy": "delta_norm"})
    axes = plot.layers(frame.assign(activation_mean=0.5), ["delta_norm", "activation_mean"])
    assert [ax.get_yscale() for ax in axes] == ["log", "linear"]
    assert all(ax.get_xlabel() and ax.get_ylabel() for ax in axes)
    assert axes[0].get_legend() is not None
    assert axes[1].get_legend() is None


def test_images(shown):
    axes = plot.images(np.zeros((5, 4, 4, 1)), list("abcde"), columns=3)
    assert axes.shape == (2, 3)
    assert [ax.get_title() for ax in axes.flat] == ["a", "b", "c", "d", "e", ""]
    for wrong in (np.zeros((4, 4)), np.zeros((0, 4, 4))):
        with pytest.raises(ValueError, match=r"arrays must have shape \(n, height, width\), n ≥ 1"):
            plot.images(wrong)


def test_slider_draws_once_where_nothing_can_be_moved(monkeypatch):
    drawn = []
    monkeypatch.setenv("COURSE_STATIC", "1")
    plot.slider(lambda depth, gain: drawn.append((depth, gain)), depth=(range(3), 1), gain=([2], 2))
    assert drawn == [(1, 2)]
    with pytest.raises(ValueError, match=r"depth must start at one of \[0, 1, 2\], got 7"):
        plot.slider(print, depth=(range(3), 7))


def test_slider_moves_otherwise(monkeypatch):
    import ipywidgets

    made = {}
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    monkeypatch.setattr(ipywidgets, "interact", lambda draw, **sliders: made.update(sliders))
    plot.slider(print, depth=(range(3), 1))
    assert (made["depth"].options, made["depth"].value) == ((0, 1, 2), 1)
