"""What was swallowed, told over several messages."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.told_in_pieces import told_in_pieces
from bot.safety.escalation import RED_FLAG, Escalation

OVERDOSE = "utter_call_overdose"
EMERGENCY = "utter_call_emergency"
ASKED = "utter_check_emergency"


def _response(*texts: str, own: Escalation | None = None) -> str | None:
    events: list[Event] = []
    for text in texts[:-1]:
        events += [UserUttered(text), BotUttered("…")]
    tracker = DialogueStateTracker.from_events("one", events)
    found = told_in_pieces(tracker, texts[-1], {RED_FLAG: own.as_dict()} if own else {})
    return found.response if found else None


@pytest.mark.parametrize(
    ("texts", "response"),
    [
        (("20 ibuprofen", "intentionally"), OVERDOSE),
        (("I swallowed some stuff", "hello?", "deliberately"), OVERDOSE),
        (("she took my sleeping pills", "the whole packet"), EMERGENCY),
        (("I drank something", "antifreeze"), EMERGENCY),
        (("I took my painkillers", "about sixteen of them"), EMERGENCY),
        (("I took my painkillers", "all of them"), ASKED),
        (("aspirin", "forty of them"), ASKED),
    ],
)
def test_the_pieces_are_read_together(texts: tuple[str, ...], response: str) -> None:
    assert _response(*texts) == response


@pytest.mark.parametrize(
    "texts",
    [
        ("I forgot my tablets", "all of them"),
        ("I got 30 aspirin at the shop", "yesterday"),
        ("20 ibuprofen", "is that too much?"),
        ("20 ibuprofen", "not on purpose"),
        ("I take ibuprofen", "two a day"),
        ("what is a biosimilar", "on purpose"),
        ("20 ibuprofen", "a", "b", "on purpose"),
        ("on purpose",),
    ],
)
def test_what_tells_nothing_together(texts: tuple[str, ...]) -> None:
    assert _response(*texts) is None


def test_what_is_urgent_by_itself_stays_what_it_is() -> None:
    own = Escalation("red_flag_emergency", True, ("chest_pain",), "chest pain")
    assert _response("20 ibuprofen", "on purpose", own=own) is None
