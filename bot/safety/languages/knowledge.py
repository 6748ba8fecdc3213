"""What is written in bot/data/languages about one language, ready to read messages with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.safety.finding import ForeignAnswer
from bot.safety.languages.phrases import NO_LETTER, Expression

Remark = Literal["thanks", "goodbye", "nobody_answers", "help_is_coming"]
# Words that may stand beside thanks; what nobody answers that is no phone; "they are coming".
RemarkWords = Literal["polite", "not_by_phone", "help_in_short"]
# Where words are not set apart, so many signs make one.
_SIGNS_OF_A_WORD = 2
# Signs around the words of an answer.
_NO_ANSWER = re.compile(rf"(?:(?!'){NO_LETTER})+")


@dataclass(frozen=True)
class Cues:
    """Words around a symptom that say that it is not happening now; None: the list is empty.

    The last eight tell how a message is meant: ``fear_of_death`` is fear, and no wish, to die,
    ``figurative`` are idioms with the symptom in them,
    ``laughing`` marks of laughter, ``causes`` what one laughingly dies of, ``media`` films and
    games; ``but`` ends a clause, ``now`` and pain keep an alarm, ``well`` says that somebody is
    well again.
    """

    denied_before: Expression | None = None
    denied_after: Expression | None = None
    hypothetical: Expression | None = None
    past: Expression | None = None
    others: Expression | None = None
    mild: Expression | None = None
    fear_of_death: Expression | None = None
    figurative: Expression | None = None
    laughing: Expression | None = None
    causes: Expression | None = None
    media: Expression | None = None
    but: Expression | None = None
    now: Expression | None = None
    well: Expression | None = None


@dataclass(frozen=True)
class Stools:
    """Loose stools with their number: one to three (``few``), four and more (``many``); ``named``:
    said to be there, and nothing else."""

    few: Expression
    many: Expression
    named: Expression | None = None


@dataclass(frozen=True)
class LanguageKnowledge:
    """The words and numbers of one language.

    Attributes:
        code: ISO 639-1, such as "es"; Tagalog is "tl".
        is_spaced: whether words are set apart by spaces.
        symptoms: an expression for each symptom that the lists of English know, too.
        fever_words: words that make a number beside them a temperature.
        degrees: what stands right after a temperature.
        answers: expressions for the whole of an answer to "Is this happening now?".
        remarks: expressions for what is said of a call, for thanks and goodbyes (see remarks.py).
        stools: how often; None: no number is read.
        slight_counts: symptoms that count however slight they are.
        slight_asked: symptoms that are asked about where they are slight.
        joked_about: symptoms that people laughingly say they have.
        everyday_words: by which the language is known.
        is_known_to_encoder: whether the sentence encoder was trained on the language.
    """

    code: str
    is_spaced: bool
    symptoms: Mapping[str, Expression]
    fever_words: Expression
    degrees: Expression
    cues: Cues = field(default_factory=Cues)
    answers: Mapping[ForeignAnswer, Expression] = field(default_factory=dict)
    remarks: Mapping[Remark | RemarkWords, Expression] = field(default_factory=dict)
    stools: Stools | None = None
    slight_counts: frozenset[str] = frozenset()
    slight_asked: frozenset[str] = frozenset()
    joked_about: frozenset[str] = frozenset()
    everyday_words: tuple[str, ...] = ()
    is_known_to_encoder: bool = True

    def count_words(self, text: str) -> int:
        """How many words a text has; where none are set apart, as many as its signs make."""
        if self.is_spaced:
            return len(text.replace(",", " ").split())
        return sum(map(str.isalnum, text)) // _SIGNS_OF_A_WORD

    def answer(self, plain_text: str) -> ForeignAnswer | None:
        """What a message (see plain.py) answers to a question of yes or no, if nothing else."""
        said = " ".join(_NO_ANSWER.sub(" ", plain_text).split())
        for answer, expression in self.answers.items():
            if expression.fullmatch(said):
                return answer
        return None
