"""The alarm that still stands in a conversation. No later remark undoes it, but a clear no right
after one that was only guessed; it ends when help is called, or some messages on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.session import this_session
from bot.safety.escalation import (
    CALL_BOTH,
    CALL_OVERDOSE,
    RED_FLAG,
    REPEATED_AS_SAID,
    Escalation,
    RedFlagIntent,
)

# In a reply's metadata: the alarm before it was only guessed, and is over.
ENDS_AN_ALARM = "ends_an_alarm"
HELP_IS_COMING = "utter_help_is_coming"
# So many messages of the patient may follow before an alarm is taken as dealt with.
MESSAGES_AFTER_ALARM = 10
# For so many, whatever is said is taken as said under the alarm.
MESSAGES_RIGHT_AFTER = 3
_ORDER: tuple[RedFlagIntent, ...] = (
    "red_flag_call_now", "red_flag_crisis", "red_flag_emergency",
)  # fmt: skip


@dataclass(frozen=True)
class OpenAlarm:
    """The gravest alarm of the last few messages.

    Attributes:
        intent: what it was: an emergency, the crisis line, or call the care team.
        repeats: the response with which it was given.
        messages_since: how many messages ago anything urgent was last said; 1: to the one before.
        text: the message that raised it; empty where an answer to a question did.
    """

    intent: RedFlagIntent
    repeats: str
    messages_since: int = 1
    text: str = field(default="", repr=False)

    @property
    def is_recent(self) -> bool:
        return self.messages_since <= MESSAGES_RIGHT_AFTER


def open_alarm(events: Iterable[Event]) -> OpenAlarm | None:
    """The alarm that stands before the latest message of a conversation; None: there is none."""
    found: OpenAlarm | None = None
    messages = ended = 0
    for event in reversed(this_session(events)):
        if messages > MESSAGES_AFTER_ALARM:
            break
        one: OpenAlarm | None = None
        if isinstance(event, UserUttered):
            one = _of_message(event) if messages else None
            messages += 1
        elif isinstance(event, BotUttered) and messages:
            said = event.metadata or {}
            if said.get("utter_action") == HELP_IS_COMING:
                break
            metadata = said.get("metadata") or {}
            ended += bool(metadata.get(ENDS_AN_ALARM))
            one = _of_reply(metadata, str(said.get("utter_action") or ""))
            if one is not None and ended:
                one, ended = None, ended - 1
        if one is None:
            continue
        if found is None:
            # What is said to a message comes after it.
            since = messages - 1 if isinstance(event, UserUttered) else messages
            found = replace(one, messages_since=since)
        elif one.intent == found.intent:
            graver = one.repeats if one.repeats in (CALL_BOTH, CALL_OVERDOSE) else found.repeats
            found = replace(found, text=found.text or one.text, repeats=graver)
        elif _ORDER.index(one.intent) > _ORDER.index(found.intent):
            found = replace(one, messages_since=found.messages_since)
    return found


def _of_message(event: UserUttered) -> OpenAlarm | None:
    escalation = Escalation.from_dict((event.parse_data or {}).get(RED_FLAG))
    if not escalation.is_urgent or escalation.intent is None or escalation.response is None:
        return None
    return OpenAlarm(escalation.intent, escalation.response, text=str(event.text or ""))


def _of_reply(metadata: Mapping[str, Any], said: str) -> OpenAlarm | None:
    if metadata.get("kind") != "red_flag":
        return None
    if metadata.get("crisis"):
        repeats = said if said in REPEATED_AS_SAID else "utter_call_crisis_line"
        return OpenAlarm("red_flag_crisis", repeats)
    if metadata.get("urgency") == "emergency":
        return OpenAlarm("red_flag_emergency", "utter_call_emergency")
    return OpenAlarm("red_flag_call_now", "utter_call_care_team")
