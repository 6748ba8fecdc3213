"""What was swallowed, told over several messages: "30 paracetamol", and then "on purpose".

In one message that is an emergency; in two the parts are a question about a medicine and a
remark. Which symptoms are read so stands in talk.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.red_flag_talk import safety_talk
from bot.content.red_flags import safety_settings
from bot.content.session import this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.later import is_denial
from bot.safety import SafetySettings, assess
from bot.safety.escalation import RED_FLAG, Escalation
from bot.safety.rules.context import UNSETTLED
from bot.safety.rules.reading import read_message

# So many messages before the latest one are read with it, and no more characters of them together.
_MESSAGES_BEFORE, _LONGEST_TOGETHER = 2, 300
# What is longer tells something of its own.
_LONGEST_PIECE_WORDS = 8


def told_in_pieces(
    tracker: DialogueStateTracker, text: str, parse: Mapping[str, Any]
) -> Escalation | None:
    """What follows from the last messages read as one, where that tells of something swallowed
    which none of them tells alone; None: it does not, or the message is urgent by itself."""
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or own.is_foreign or len(text.split()) > _LONGEST_PIECE_WORDS:
        return None
    said = triage_reader().said(text)
    if said.asks or is_denial(said):
        return None
    settings, before = safety_settings(), _messages_before(tracker)
    for first in range(len(before) - 1, -1, -1):
        told = ([before[first], text], [*before[first:], text])
        pieces = next((one for one in told if _only_together(one, settings)), None)
        if pieces is not None:
            judged = assess(" ".join(pieces), settings)
            found = Escalation.of(judged, settings.knowledge.symptoms)
            return found if found.intent is not None else None
    return None


def _messages_before(tracker: DialogueStateTracker) -> list[str]:
    """The last messages of this talk before the latest one, oldest first."""
    texts = [
        str(event.text or "")
        for event in this_session(tracker.events)
        if type(event) is UserUttered
    ]
    return [text for text in texts if text][-_MESSAGES_BEFORE:]


def _only_together(pieces: list[str], settings: SafetySettings) -> bool:
    together = " ".join(pieces)
    if len(together) > _LONGEST_TOGETHER:
        return False
    alone: set[tuple[str, bool]] = set()
    for piece in pieces:
        alone |= _swallowed(piece, settings)
    return bool(_swallowed(together, settings) - alone)


def _swallowed(text: str, settings: SafetySettings) -> set[tuple[str, bool]]:
    """Symptoms of something swallowed that a rule reads, and whether they count."""
    reading = read_message(text, settings.knowledge, settings.fever_threshold_celsius)
    return {
        (finding.symptom, finding.counts)
        for finding in reading.findings
        if finding.symptom in safety_talk().told_in_pieces
        and (finding.counts or finding.reason in UNSETTLED)
    }
