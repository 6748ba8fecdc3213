"""bot/nlu/turn_reading.py: a turn is read once, and every policy gets the same reading."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu import turn_reading
from bot.nlu.turn_reading import hand_on, read_turn, reading_of
from bot.run import turn_processor
from bot.run.turn_processor import TurnProcessor
from bot.safety.escalation import Escalation
from tests.nlu.said_before import CALL_NOW, FEVER, conversation

YES = ("yes", "affirm", Escalation())


def test_what_stood_before_the_latest_message() -> None:
    asked = read_turn(conversation(("hot", "red_flag_check", FEVER), YES))
    assert (asked.asked, asked.asked_before, asked.alarm) == (FEVER, FEVER, None)
    alarmed = read_turn(conversation(("39 fever", "red_flag_call_now", CALL_NOW), YES))
    assert (alarmed.asked, alarmed.asked_before) == (None, None)
    assert alarmed.alarm is not None
    assert (alarmed.alarm.intent, alarmed.remark) == ("red_flag_call_now", "changes_nothing")


def test_a_reading_is_of_its_own_message_alone() -> None:
    mine, other = conversation(YES), conversation(("hot", "red_flag_check", FEVER), YES)

    def in_a_turn() -> None:
        reading = read_turn(mine)
        hand_on(mine, reading)
        assert reading_of(mine) is reading
        assert reading_of(other) == read_turn(other)

    contextvars.copy_context().run(in_a_turn)


async def test_all_policies_of_a_turn_get_the_reading_that_was_made_before_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[turn_reading.TurnReading] = []
    seen: list[turn_reading.TurnReading] = []

    def read(tracker: DialogueStateTracker) -> turn_reading.TurnReading:
        made.append(read_turn(tracker))
        return made[-1]

    async def ask_policies(_: Any, __: Any, tracker: DialogueStateTracker) -> None:
        seen.extend(reading_of(tracker) for _ in range(3))

    for module in (turn_processor, turn_reading):
        monkeypatch.setattr(module, "read_turn", read)
    monkeypatch.setattr(MessageProcessor, "__init__", lambda *_, **__: None)
    monkeypatch.setattr(MessageProcessor, "_run_prediction_loop", ask_policies)
    processor: Any = TurnProcessor()
    await processor._run_prediction_loop(None, conversation(YES))
    assert len(made) == 1
    assert [one is made[0] for one in seen] == [True, True, True]
