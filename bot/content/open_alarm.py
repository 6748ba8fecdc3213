"""The alarm that still stands, as the events of a conversation tell (bot.dialogue.open_alarm)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.parsed_message import parse_of, text_as_read
from bot.content.session import this_session
from bot.dialogue.open_alarm import (
    AlarmsOfTurn,
    OpenAlarm,
    alarm_after,
    alarm_answered_by_help,
    given_as,
)
from bot.safety.escalation import RED_FLAG, Escalation

# Who has been seen, or was told what to do, has the word of whoever saw him.
SEEN = "utter_seen"
NOT_THE_PATIENT = "utter_not_the_patient"
HELP_IS_COMING, HELP_IS_THERE = "utter_help_is_coming", "utter_help_is_there"
_NOT_WAITED_FOR = frozenset({HELP_IS_THERE, SEEN, NOT_THE_PATIENT})
# These end an alarm.
ENDING = frozenset({HELP_IS_COMING, *_NOT_WAITED_FOR})
# The metadata of a reply say so where it is said, for whoever has no name of it.
ENDS_ALARM = "ends_alarm"
# The same of a reply to a clear no: the alarm before it was only guessed, and is over.
TAKES_BACK = "takes_back_alarm"
# The same of a reply to a no in full words after the crisis line.
IS_SAFE = "is_safe"


def open_alarm(events: Iterable[Event], *, is_logged: bool = True) -> OpenAlarm | None:
    """The alarm that stands before the latest message of a conversation, or with ``is_logged``
    False before the one that is still to be added to it; None: there is none."""
    turns = _turns_of(events)
    return alarm_after(turns[:-1] if is_logged else turns)


def alarms_before(
    events: Iterable[Event],
) -> tuple[OpenAlarm | None, OpenAlarm | None, OpenAlarm | None]:
    """Before the latest message of a conversation: the alarm that stands, the one after which help
    was called and is on its way, and the same where help has come, too."""
    before = _turns_of(events)[:-1]
    helped, answered = alarm_answered_by_help(before), alarm_answered_by_help(before, or_seen=True)
    return alarm_after(before), helped, answered


def answered_alarm(events: Iterable[Event]) -> OpenAlarm | None:
    """The alarm that was answered with help, before a message that is still to be added."""
    return alarm_answered_by_help(_turns_of(events), or_seen=True)


def _turns_of(events: Iterable[Event]) -> list[AlarmsOfTurn]:
    turns: list[_Turn] = []
    for event in this_session(events):
        if type(event) is UserUttered:
            turns.append(_Turn(_of_message(event)))
        elif type(event) is BotUttered and turns:
            turns[-1].add(event.metadata or {})
    return [turn.alarms for turn in turns]


@dataclass
class _Turn:
    """One message, and what was said to it."""

    raised: list[OpenAlarm] = field(default_factory=list)
    help_is_coming: bool = False
    takes_back: bool = False
    is_safe: bool = False
    help_is_there: bool = False
    reminders: int = 0

    def add(self, said: Mapping[str, Any]) -> None:
        """Notes one reply of the turn, by its metadata."""
        metadata = said.get("metadata") or {}
        response = str(metadata.get("response") or said.get("utter_action") or "")
        self.help_is_coming |= response in ENDING
        self.help_is_there |= response in _NOT_WAITED_FOR
        self.takes_back |= bool(metadata.get(TAKES_BACK))
        self.is_safe |= bool(metadata.get(IS_SAFE))
        if metadata.get("kind") == "red_flag":
            self.reminders += bool(metadata.get("repeats"))
            self.raised.append(
                given_as(
                    metadata.get("urgency"),
                    is_crisis=bool(metadata.get("crisis")),
                    response=response,
                    findings=metadata.get("findings") or (),
                    understood=str(metadata.get("understood") or ""),
                )
            )

    @property
    def alarms(self) -> AlarmsOfTurn:
        return AlarmsOfTurn(
            tuple(self.raised),
            self.help_is_coming,
            self.takes_back,
            self.is_safe,
            only_reminds=self.reminders == len(self.raised),
            help_is_there=self.help_is_there,
        )


def _of_message(event: UserUttered) -> list[OpenAlarm]:
    judged = Escalation.from_dict(parse_of(event).get(RED_FLAG))
    if not judged.is_urgent or judged.intent is None or judged.response is None:
        return []
    return [
        OpenAlarm(
            judged.intent,
            judged.response,
            text=text_as_read(event),
            findings=judged.findings,
            understood=judged.understood,
        )
    ]
