"""What is added to an alarm, judged together with the message that raised it.

It takes as long as a judgement, and so it is done where messages are understood, in a thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.open_alarm import answered_alarm, open_alarm
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.details import only_says_where
from bot.dialogue.judging import judge
from bot.dialogue.later import is_denial
from bot.dialogue.reading import read_message
from bot.safety.escalation import RED_FLAG, Escalation

# The parsed message carries under this whether it does.
ADDS_UP = "adds_up"
_LONGEST_TOGETHER = 600  # characters
_LONGEST_DETAIL = 200


def is_mere_detail(text: str) -> bool:
    """Whether it only says where something is."""
    is_short = len(text) <= _LONGEST_DETAIL
    return is_short and only_says_where(read_message(text, context_knowledge()))


def adds_up_to_an_emergency(
    tracker: DialogueStateTracker, text: str, parse: Mapping[str, Any]
) -> bool:
    """Whether a new message makes an emergency of an open alarm: "fever 38.3", and then "sorry, I'm
    confused"; in one message that is an emergency."""
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or own.is_foreign:
        return False
    alarm = open_alarm(tracker.events, is_logged=False) or answered_alarm(tracker.events)
    if alarm is None or alarm.intent != "red_flag_call_now" or not alarm.text:
        return False
    if is_denial(triage_reader().said(text)) or is_mere_detail(text):
        return False  # "I've not passed out", "half my arm" make nothing graver
    safety = safety_settings()
    together = f"{alarm.text}. {safety.knowledge.openings.without_preface(text)}"
    if not (own.is_check or alarm.is_recent) or len(together) > _LONGEST_TOGETHER:
        return False
    judged = judge(together, safety, triage_reader())
    return judged.tier == "emergency" and not judged.crisis
