"""A question in a frightened message: "I was told that it is cancer. I'm terrified. What is CAR-T?"

Such a message as a whole is like no example. It is read sentence by sentence: where one of them is
surely fear, the question of another is answered, after a word of comfort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message
from bot.nlu.labels import AFRAID, is_topic

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[Sequence[str]], Sequence[Ranking]]

_JOINTS = re.compile(r"[?.!;]+\s+|\s*,\s+|\s+(?:and|but|so)\s+|\n+", re.IGNORECASE)
# A whole sentence that is only "scared" says so clearly; more words say other things beside it.
_FEWEST_WORDS_OF_QUESTION, _MOST_PARTS = 3, 12
# Chosen on messages of our own: below these, parts of long stories are taken for fear or questions.
_FEAR_FROM, _QUESTION_FROM = 0.5, 0.6
# Where the whole message sounds less of fear than this, its parts are not looked at.
_HINT_OF_FEAR_FROM = 0.01
_LOW = "side_effects/mood"
_ASKS_WHAT = "what"
_GENERAL = re.compile(r"immuno")
_QUESTION = re.compile(
    r"(?:(?:and|also|then|so|but|ok|please)\s+)?(?:what|wat|whats|how|when|why|who|which|where|will|"
    r"would|does|do|is|are|can|could|should|tell)\b",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """Its sentences and their parts, at most twelve."""
    parts = (part.strip() for part in _JOINTS.split(" ".join(text.split())))
    return [part for part in parts if part][:_MOST_PARTS]


def treatment_asked_about(text: str) -> str | None:
    """The topic that explains the treatment which a message names and asks about: "they said
    Keytruda, what is it"; None where it does not."""
    reading = read_message(text, context_knowledge())
    if _ASKS_WHAT not in reading.asks:
        return None
    follow_ups = context_knowledge().follow_ups
    kind = reading.meant[0].kind if reading.meant else None
    subject = follow_ups.subject_of_treatment(kind) if kind else None
    if subject is None and any(_GENERAL.match(word.norm) for word in reading.words.items):
        subject = follow_ups.subjects[0]
    return subject.topics[0] if subject else None


@dataclass(frozen=True)
class Fear:
    """How a message is frightened.

    Attributes:
        is_heard: whether a sentence of it is surely fear.
        topic: the topic that it asks about beside it, if it does.
    """

    is_heard: bool = False
    topic: str | None = None


def read_fear(text: str, whole: Ranking, rank: Rank, named: str | None) -> Fear:
    """The fear in a message of several sentences, and the topic to answer beside it.

    Args:
        whole: the ranking of the whole message.
        rank: the rankings of any texts.
        named: the topic that explains the treatment which the message names and asks about ("they
            said Keytruda, what is it"), if it does.
    """
    parts = parts_of(text)
    is_example = bool(whole) and whole[0][1] >= 1.0
    if len(parts) < 2 or is_example or not (named or _share(whole, AFRAID) >= _HINT_OF_FEAR_FROM):
        return Fear()
    rankings = dict(zip(parts, rank(parts), strict=True))
    asked = named or _asked_in(rankings)
    if any(_share(ranking, AFRAID) >= _FEAR_FROM for ranking in rankings.values()):
        return Fear(True, asked)
    # "I can't stop crying" is asked about, but beside a question.
    is_low = any(_share(r, AFRAID) + _share(r, _LOW) >= _FEAR_FROM for r in rankings.values())
    return Fear(True, asked) if is_low and asked and asked != _LOW else Fear()


def _asked_in(rankings: Mapping[str, Ranking]) -> str | None:
    """The topic of the last part that asks, and is surely about one."""
    for part, ranking in reversed(list(rankings.items())):
        label, share = ranking[0]
        asks = len(part.split()) >= _FEWEST_WORDS_OF_QUESTION and _QUESTION.match(part)
        if asks and is_topic(label) and share >= _QUESTION_FROM:
            return label
    return None


def _share(ranking: Ranking, label: str) -> float:
    return dict(ranking).get(label, 0.0)
