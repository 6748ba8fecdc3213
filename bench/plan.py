"""How much is measured: everything that bounds a run, in one place."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20221121
AT_ONCE = (1, 8)

TRAINING_SECONDS = 2.5 * 3600
LOADING_SECONDS = 300.0
START_SECONDS = 300.0
REQUEST_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Plan:
    """The size of a run.

    ``epochs``: of each of stock's neural parts. ``every``: both are trained on every
    so-many-th example. ``conversations`` of ``turns`` messages are held at each number at once;
    ``warm_up`` messages before them do not count. ``judged``: development messages that are
    judged, None for all. ``red_flag_rounds``: how often the red-flag messages are sent.
    ``loadings``: how often the model is loaded.
    """

    epochs: int
    every: int
    conversations: int
    turns: int
    warm_up: int
    judged: int | None
    red_flag_rounds: int
    loadings: int


FULL = Plan(
    epochs=100,
    every=1,
    conversations=32,
    turns=10,
    warm_up=20,
    judged=None,
    red_flag_rounds=5,
    loadings=3,
)
QUICK = Plan(
    epochs=2,
    every=10,
    conversations=8,
    turns=3,
    warm_up=3,
    judged=40,
    red_flag_rounds=1,
    loadings=1,
)
