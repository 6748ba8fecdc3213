"""What a question is about that asks only whether a symptom is normal: "are headaches normal"."""

from __future__ import annotations

from bot.content.triage_model import triage_reader

_NORMAL = frozenset({"normal", "common", "usual", "expected", "typical", "ok", "okay", "alright"})
_OPENING = frozenset({"is", "are", "be", "can"})
_LONGEST_WORDS = 10
# Topics of symptoms that are no answer to it: what to do, and not what may come.
_OF_CARE = "managing/"
_OF_ALL = "side_effects/overview"


def topic_if_normal(text: str) -> str | None:
    """The topic of the symptom that is asked about; None where something else is asked."""
    said = triage_reader().said(text)
    norms = [word.norm for word in said.words.items if word.norm.isalnum()]
    is_asked = bool(norms) and norms[0] in _OPENING and not _NORMAL.isdisjoint(norms)
    if not is_asked or len(norms) > _LONGEST_WORDS or not said.places:
        return None
    symptom = min(said.places, key=lambda name: said.places[name])
    topic = triage_reader().rules.knowledge.symptoms[symptom].topic
    return _OF_ALL if topic.startswith(_OF_CARE) else topic
