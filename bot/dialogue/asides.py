"""What is told by the way, behind an answer: nothing is asked, so that nothing need be refused."""

from __future__ import annotations

from bot.dialogue.reading import Reading
from bot.dialogue.situation import Meaning, Situation, Understood

_LONGEST_WORDS = 8


def aside(reading: Reading, situation: Situation, understood: Understood) -> Meaning | None:
    """ "Ok, I wrote it on the fridge" behind an answer."""
    is_refused = understood.intent == "out_of_scope" and not understood.is_alarm
    is_talk = bool(situation.answered) or situation.is_noted
    return Meaning("remark") if is_refused and is_talk and is_aside(reading) else None


def is_aside(reading: Reading) -> bool:
    """ "She hates soup": it tells something in a few words, and asks or wishes nothing."""
    opening = reading.knowledge.english.before_a_question
    told = [at for at in sorted(reading.places) if reading.words.norm(at) not in opening]
    labels = {match.label for match in reading.matches if told and match.first == told[0]}
    wishes = any(match.label == "wish" for match in reading.matches)
    is_short = len(reading.places) <= _LONGEST_WORDS
    return "aside" in labels and is_short and not (reading.is_asked or reading.asks or wishes)
