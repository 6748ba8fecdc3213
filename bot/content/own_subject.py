"""The subject that a message names itself, where the talk is about another one: "and itchy?" after
an answer about tiredness."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.content.triage import triage_knowledge
from bot.content.triage_model import triage_reader

# A topic that the message by itself may be about counts from here on.
_OWN_TOPIC_FROM = 0.3


def own_subject(parse: Mapping[str, Any], answered: Collection[str]) -> str | None:
    """The topic of the symptom that a message names, or else the one that it is likely about by
    itself; None: it names none but those that were just answered."""
    named = triage_reader().said(str(parse.get("text") or ""))
    symptoms = triage_knowledge().symptoms
    topics = [symptoms[name].topic for name in named.reported if name in symptoms]
    return next((topic for topic in (*topics, *_likely(parse)) if topic not in answered), None)


def _likely(parse: Mapping[str, Any]) -> Sequence[str]:
    ranking = parse.get("label_ranking") or ()
    topics = [(label, share) for label, share in ranking if "/" in label]
    return [label for label, share in topics[:1] if share >= _OWN_TOPIC_FROM]
