"""The alarm that stands before the latest message of a conversation."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.open_alarm import TAKES_BACK, open_alarm

EMERGENCY = {"kind": "red_flag", "urgency": "emergency"}
CALL_NOW = {"kind": "red_flag", "urgency": "call_now"}
BELIEVED = {"kind": "question", TAKES_BACK: True}
ANSWER = {"kind": "answer"}
REMINDER = {**EMERGENCY, "repeats": True}
PUT_RIGHT = {**CALL_NOW, "repeats": True, TAKES_BACK: True}


def talk(*replies: dict[str, object]) -> list[Event]:
    events: list[Event] = []
    for reply in replies:
        events += [UserUttered("…"), BotUttered("…", metadata={"metadata": reply})]
    return [*events, UserUttered("…")]


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([EMERGENCY, ANSWER], "red_flag_emergency"),
        ([EMERGENCY, BELIEVED], None),
        ([EMERGENCY, BELIEVED, ANSWER], None),
        # only the alarm that was guessed is over
        ([CALL_NOW, EMERGENCY, BELIEVED], "red_flag_call_now"),
        ([EMERGENCY, BELIEVED, CALL_NOW], "red_flag_call_now"),
        # a slip of the pen is still for the care team, and its reminders are no alarms of their own
        ([EMERGENCY, PUT_RIGHT], "red_flag_call_now"),
        ([EMERGENCY, REMINDER, REMINDER, PUT_RIGHT], "red_flag_call_now"),
        ([EMERGENCY, EMERGENCY, PUT_RIGHT], "red_flag_emergency"),
        ([EMERGENCY, PUT_RIGHT, EMERGENCY], "red_flag_emergency"),
    ],
)
def test_a_no_that_is_believed_ends_the_alarm_before_it(
    replies: list[dict[str, object]], expected: str | None
) -> None:
    alarm = open_alarm(talk(*replies))
    assert (alarm.intent if alarm else None) == expected
