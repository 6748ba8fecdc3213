"""Questions that the classifier would refuse, and that their words answer: "are headaches normal",
"may I mow the lawn"."""

from __future__ import annotations

from bot.content.context_files import context_knowledge
from bot.content.triage_model import triage_reader
from bot.dialogue.context_knowledge import REFUSED
from bot.dialogue.reading import read_message

_NORMAL = frozenset({"normal", "common", "usual", "expected", "typical", "ok", "okay", "alright"})
_OPENING = frozenset({"is", "are", "be", "can"})
_LONGEST_NORMAL_WORDS = 10
_LONGEST_EVERYDAY_WORDS = 16
# Topics of symptoms that are no answer to it: what to do, and not what may come.
_OF_CARE = "managing/"
_OF_ALL = "side_effects/overview"


def topic_if_normal(text: str) -> str | None:
    """The topic of the symptom that is asked about; None where something else is asked."""
    said = triage_reader().said(text)
    norms = [word.norm for word in said.words.items if word.norm.isalnum()]
    is_asked = bool(norms) and norms[0] in _OPENING and not _NORMAL.isdisjoint(norms)
    if not is_asked or len(norms) > _LONGEST_NORMAL_WORDS or not said.places:
        return None
    symptom = min(said.places, key=lambda name: said.places[name])
    topic = triage_reader().rules.knowledge.symptoms[symptom].topic
    return _OF_ALL if topic.startswith(_OF_CARE) else topic


def topic_of_everyday(text: str) -> str | None:
    """The topic of an everyday matter that stands in phrases.yml (`answers_where_refused`)."""
    reading = read_message(text, context_knowledge())
    if len(reading.places) > _LONGEST_EVERYDAY_WORDS:
        return None
    labels = (one.label for one in reading.matches if one.label.startswith(f"{REFUSED}:"))
    return next((label.partition(":")[2] for label in labels), None)
