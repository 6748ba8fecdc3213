"""Charts as SVG, drawn by matplotlib. The page shows the same figures in a table beside each."""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

# Dark enough on white for 3:1, and told apart by their lightness, too.
COLOURS = ("#0b5563", "#6d5bd0", "#15803d", "#c2410c", "#8a6d00", "#b0257e", "#4b5563", "#1d7fb8")
# What is urgent is red, whatever else is on the chart.
_OF_KINDS = {"answer": "#0b5563", "red_flag": "#9b1c1c", "out_of_scope": "#7d8c97"}
# How urgent: the most urgent first.
OF_TIERS = ("#9b1c1c", "#d9730d", "#52616e")
_INK, _SOFT = "#1d2733", "#c9d2da"
_MOST_LABELS = 6
# A column of few days is not wider than one of a week.
_FEWEST_PLACES = 7


@dataclass(frozen=True)
class Chart:
    """Columns over days: ``series``: name → a value a day; None: nothing was measured."""

    title: str
    unit: str
    days: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    is_line: bool = False
    colours: Sequence[str] = COLOURS


def colours_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """A colour for each kind of message."""
    spare = [colour for colour in COLOURS if colour not in _OF_KINDS.values()]
    others = itertools.cycle(spare)
    return tuple(_OF_KINDS.get(kind) or next(others) for kind in kinds)


def svg(chart: Chart) -> str:
    """The chart as an SVG document, with letters as text."""
    with rc_context({"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 13}):
        figure = Figure(figsize=(6.4, 3.2))
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        _draw(axes, chart)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_color(_SOFT)
        axes.tick_params(colors=_INK, length=0)
        axes.grid(axis="y", color="#e5eaee")
        axes.set_axisbelow(True)
        axes.set_ylabel(chart.unit, color=_INK)
        axes.set_ylim(bottom=0)
        axes.yaxis.get_major_locator().set_params(integer=not chart.is_line, nbins=5)
        places = max(len(chart.days), _FEWEST_PLACES)
        middle = (len(chart.days) - 1) / 2
        axes.set_xlim(middle - places / 2, middle + places / 2)
        step = max(1, -(-len(chart.days) // _MOST_LABELS))
        axes.set_xticks(range(0, len(chart.days), step))
        axes.set_xticklabels(list(chart.days)[::step])
        if len(chart.series) > 1:
            axes.legend(
                loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=3, frameon=False, fontsize=12
            )
        out = io.BytesIO()
        figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    return out.getvalue().decode("utf-8")


def _draw(axes: object, chart: Chart) -> None:
    places = list(range(len(chart.days)))
    below = [0.0] * len(places)
    for number, (name, values) in enumerate(chart.series.items()):
        colour = chart.colours[number % len(chart.colours)]
        if chart.is_line:
            known = [
                (place, value)
                for place, value in zip(places, values, strict=True)
                if value is not None
            ]
            axes.plot(  # type: ignore[attr-defined]
                [place for place, _ in known], [value for _, value in known],
                color=colour, marker="o", markersize=4, linewidth=2, label=name,
            )  # fmt: skip
            continue
        heights = [value or 0.0 for value in values]
        axes.bar(  # type: ignore[attr-defined]
            places, heights, bottom=below, color=colour, width=0.72, label=name
        )
        below = [one + height for one, height in zip(below, heights, strict=True)]
