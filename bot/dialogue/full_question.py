"""A short question put in full: "what makes it worse" after a rash → "what makes the rash worse".

"How would I notice" after ICANS → "ICANS: how would I notice", where it is not clear by itself.
The classifier reads the full question beside the one that was written; see context.py for when its
reading counts.
"""

from __future__ import annotations

import re

from bot.dialogue.reading import Reading
from bot.dialogue.situation import Situation
from bot.dialogue.subject_of_talk import topic_talked_about

# A longer message says what it is about.
_LONGEST_WORDS = 10
# One word alone may be anything: "qwpoeiruty".
_LEAST_WORDS = 2
_PRONOUN = re.compile(r"\b(it|that|this|they|them|those|these)\b", re.IGNORECASE)


def question_in_full(reading: Reading, situation: Situation, is_unclear: bool) -> str | None:
    """The message with what is talked about in place of its first pronoun, or, where it has none
    and is not clear by itself, before it: "how would I notice" → "ICANS: how would I notice". None
    where it is long, or nothing is talked about."""
    topic = topic_talked_about(situation, reading.knowledge.follow_ups)
    if topic is None or len(reading.places) > _LONGEST_WORDS:
        return None
    about = situation.about or topic
    subject = reading.knowledge.follow_ups.subject_of(about)
    text = reading.words.text
    if subject is None or not subject.says:
        return None
    if _PRONOUN.search(text):
        return _PRONOUN.sub(subject.says, text, count=1)
    words = sum(word.norm.isalpha() for word in reading.words.items)
    return f"{subject.says}: {text}" if is_unclear and words >= _LEAST_WORDS else None
