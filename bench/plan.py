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

    ``epochs``: of each of stock's neural parts. ``every``: stock is trained on every so-many-th
    example; ours refuses so few. ``conversations`` of ``turns`` messages are held at each number at
    once; ``warm_up`` messages before them do not count. ``judged``: development messages that are
    judged, None for all. ``red_flag_rounds``: how often the red-flag messages are sent.
    ``loadings``: how often the model is loaded. ``long_turns``: of one long conversation (stock,
    whose turns grow, gets fewer). ``crowd``: conversations at once, each of ``crowd_messages``,
    every tenth a red flag. ``memory_conversations``: of ten messages each, before memory is read.
    """

    epochs: int
    every: int
    conversations: int
    turns: int
    warm_up: int
    judged: int | None
    red_flag_rounds: int
    loadings: int
    long_turns: int
    long_turns_of_stock: int
    crowd: int
    crowd_messages: int
    memory_conversations: int


FULL = Plan(
    epochs=100,
    every=1,
    conversations=32,
    turns=10,
    warm_up=20,
    judged=None,
    red_flag_rounds=5,
    loadings=3,
    long_turns=2000,
    long_turns_of_stock=300,
    crowd=200,
    crowd_messages=10,
    memory_conversations=1000,
)
SHORT = Plan(
    epochs=3,
    every=32,
    conversations=32,
    turns=10,
    warm_up=20,
    judged=0,
    red_flag_rounds=5,
    loadings=1,
    long_turns=2000,
    long_turns_of_stock=100,
    crowd=200,
    crowd_messages=3,
    memory_conversations=150,
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
    long_turns=30,
    long_turns_of_stock=30,
    crowd=20,
    crowd_messages=3,
    memory_conversations=5,
)
