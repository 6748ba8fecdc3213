"""What a message says for triage, with the treatment of whoever has what it reports."""

from __future__ import annotations

from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.reading import read_message
from bot.dialogue.said import Said
from bot.dialogue.said_reading import read_said
from bot.dialogue.treatment import with_treatment
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.safety.kept import kept_for_messages
from bot.safety.rules.phrases import PhraseBook


@kept_for_messages
def read_with_treatment(
    text: str,
    knowledge: TriageKnowledge,
    cues: PhraseBook,
    fever_celsius: float,
    context: ContextKnowledge | None,
) -> Said:
    """A message read by the phrases alone, with the treatment that it names where ``context``, how
    treatments are named, is given. The others as in :func:`read_said`."""
    said = read_said(text, knowledge, cues, fever_celsius)
    return with_treatment(said, read_message(text, context)) if context else said
