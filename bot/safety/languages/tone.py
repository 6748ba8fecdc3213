"""How a message of another language is meant: in earnest, laughed at, as an idiom, of a film."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.phrases import Expression

FIGURATIVE: Final = "figurative"
LAUGHING, CAUSES = "laughing", "causes"
MEDIA: Final = "media"
BUT, IS_NOW, WELL, DENIED, FEAR = "but", "now", "well", "denied", "fear"
CLAUSE_END = re.compile(r"[.,;!?\n]")
_WORDS_BEFORE = 3


@dataclass(frozen=True)
class Tone:
    """What the cues of tone make of a plain text.

    Attributes:
        literal: the text with idioms and fear of death blanked out, each sign where it was.
        clauses: the same with a comma for each "but", where a denial ends.
        kinds: the cues that stand in it.
        media_from: where a film or a game is named first; None: nowhere.
    """

    literal: str
    clauses: str
    kinds: frozenset[str]
    media_from: int | None = None

    @property
    def is_now(self) -> bool:
        """Whether something is said to be happening now, or to hurt."""
        return IS_NOW in self.kinds

    def is_of_media(self, place: int) -> bool:
        """Whether what stands there is told of a film or a game named before it."""
        if self.media_from is None or self.kinds & {IS_NOW, BUT}:
            return False
        return self.media_from <= place


def read_tone(text: str, plain_text: str, language: LanguageKnowledge) -> Tone:
    """The tone of a message.

    Args:
        text: as it was typed; laughter is drawn out ("kkkk"), which the plain text is not.
        plain_text: the same in one spelling (see plain.py).
        language: whose cues count.
    """
    cues = language.cues
    without_fear = _without_fear(plain_text, language)
    literal = _blanked(cues.figurative, without_fear)
    # "Now all is well" says nothing of now.
    without_well = _blanked(cues.well, literal)
    media = cues.media.search(literal) if cues.media else None
    found = {
        FEAR: without_fear != plain_text,
        FIGURATIVE: literal != without_fear,
        WELL: without_well != literal,
        MEDIA: media is not None,
        LAUGHING: _stands_in(cues.laughing, plain_text) or _stands_in(cues.laughing, text.lower()),
        CAUSES: _stands_in(cues.causes, plain_text),
        BUT: _stands_in(cues.but, without_well),
        DENIED: _stands_in(cues.denied_before, literal),
        IS_NOW: _stands_in(cues.now, without_well),
    }
    kinds = frozenset(kind for kind, is_found in found.items() if is_found)
    clauses = _blanked(cues.but, literal)
    return Tone(literal, clauses, kinds, media.start() if media else None)


def _blanked(cue: Expression | None, text: str) -> str:
    return text if cue is None else cue.sub(_commas, text)


def _without_fear(text: str, language: LanguageKnowledge) -> str:
    """ "I am not afraid to die" is no fear, and stays to be read."""
    denied = language.cues.denied_before

    def blank(match: re.Match[str]) -> str:
        before = " ".join(CLAUSE_END.split(text[: match.start()])[-1].split()[-_WORDS_BEFORE:])
        # "I am afraid, I want to die" is two clauses.
        is_kept = _stands_in(denied, before) or CLAUSE_END.search(match[0]) is not None
        return match[0] if is_kept else _commas(match)

    fear = language.cues.fear_of_death
    return text if fear is None else fear.sub(blank, text)


def _commas(match: re.Match[str]) -> str:
    return "," * len(match[0])


def _stands_in(cue: Expression | None, text: str) -> bool:
    return cue is not None and cue.search(text) is not None
