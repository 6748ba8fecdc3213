"""What an answer goes on with after its "no": "no, but it's rock hard". Pure.

The "no" denies what was asked in the words of the question. What follows may be just that in other
words, and is judged as a report of its own beside the symptom that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from bot.dialogue.english import English
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.stems import stems_of
from bot.dialogue.triage_knowledge import Question, TriageKnowledge, TriageSymptom

Rest = Literal["grave", "doubtful"]
# Chosen on 62 answers of the kind "no, but …", half of them harmless ("no, but it itches"), in
# November 2026. So likely red it is a yes where the detector hears it, too, or in words of the
# question; what is less likely red is asked about.
_GRAVE_FROM, _GRAVE_IN_ITS_WORDS_FROM, _DOUBTFUL_FROM, _MUCH_MORE = 0.8, 0.6, 0.6, 0.1
_OPENING_A_STATEMENT = frozenset({"my", "his", "her", "the", "its", "there"})
_ALSO_DENYING = frozenset({"nor", "neither", "without", "nah", "naw"})
# "I can't go at all" denies nothing.
_ABLE = frozenset({"can", "could", "will"})
# "No, breathing is fine" denies as well.
_AS_IT_SHOULD_BE = frozenset(
    {"fine", "ok", "okay", "normal", "usual", "soft", "good", "clear", "alright", "same", "always"}
)
_YES = frozenset({"yes", "yeah", "yep", "yup", "ya", "aye", "y"})
_BETWEEN_ANSWERS = frozenset(
    {"and", "or", "then", "the", "to", "is", "first", "second", "third", "last", "one", "two",
     "three", "1", "2", "3", "4", "but", "wait", "actually", "well", "um", "oh"}
)  # fmt: skip


def says_yes_and_no(said: Said) -> bool:
    """ "No, no, no and yes": one answer to each of the signs that are asked for."""
    norms = {word.norm for word in said.words.items if word.norm.isalnum()}
    answers = _YES | said.english.denying_after | {"not"} | _BETWEEN_ANSWERS
    return bool(norms & _YES) and bool(norms & _denying(said.english)) and norms <= answers


def _denying(english: English) -> frozenset[str]:
    return english.denials | _ALSO_DENYING


def _going_on(english: English) -> frozenset[str]:
    return english.but - {"and"}


def rest_after_no(said: Said, knowledge: TriageKnowledge) -> str:
    """The clauses that follow a "no" and deny nothing themselves; empty where there are none."""
    rest: list[str] = []
    follows = is_bare = False
    for first, end in _clauses(said):
        norms = [said.words.norm(place) for place in range(first, end)]
        if not follows:
            opening = next((n for n in norms if n.isalnum()), "")
            if opening not in _denying(said.english):
                return ""
            follows, start = True, _after_denial(norms, said.english)
            is_bare = {norm for norm in norms if norm.isalnum()} <= knowledge.beside_no
            if start < len(norms) and norms[start] in _going_on(said.english):
                rest.append(_text(said, first + start, end))
        elif _is_told(norms, said.english, is_bare=is_bare):
            rest.append(_text(said, first, end))
    return " ".join(rest) if _says_something(rest, knowledge) else ""


def after_no(
    said: Said, question: Question, symptom: TriageSymptom, told: Sequence[str], reader: Reader
) -> Rest | None:
    """Whether what follows the "no" is as grave as a yes, or may be; None: it is not."""
    rest = rest_after_no(said, reader.rules.knowledge)
    if not rest or said.well or said.coping:
        return None
    before = told[0] if len(told) > 1 else symptom.understood
    return weight_of(rest, before, question, symptom, reader)


def weight_of(
    rest: str, before: str, question: Question, symptom: TriageSymptom, reader: Reader
) -> Rest | None:
    """Whether something that is told of a symptom is as grave as a yes to a question, or may be.

    Args:
        rest: what is told.
        before: how the symptom was reported.
        question: the one that asks for grave signs.
        symptom: the one that it is told of.
        reader: what reads both together.
    """
    red = reader.report(f"{before}. {rest}").red_as_told
    is_more = red >= reader.report(before).red_as_told + _MUCH_MORE
    in_its_words = _names_what_is_asked(rest, before, question, symptom, reader.rules.knowledge)
    heard, alone = _heard(f"{before}, {rest}", reader), _heard(rest, reader)
    is_emergency = heard == "emergency" and is_more
    is_heard = bool(heard) and question.gravest_mark != "emergency"
    if is_more and (
        (in_its_words and red >= _GRAVE_IN_ITS_WORDS_FROM)
        or ((is_heard or (is_emergency and alone)) and red >= _GRAVE_FROM)
    ):
        return "grave"
    may_be = in_its_words or is_emergency or bool(alone) or (is_more and red >= _DOUBTFUL_FROM)
    return "doubtful" if may_be else None


def clauses_that_deny(said: Said) -> int:
    """How many clauses begin with a "no": of "no headache, never dizzy, not sick" three do."""
    denying = _denying(said.english)
    openings = (said.words.norm(first) for first, _ in _clauses(said))
    return sum(opening in denying for opening in openings)


def told_without_denials(said: Said, knowledge: TriageKnowledge) -> str:
    """The clauses of a message that deny nothing."""
    rest = [
        _text(said, first, end)
        for first, end in _clauses(said)
        if not _denies([said.words.norm(place) for place in range(first, end)], said.english)
    ]
    return " ".join(rest) if _says_something(rest, knowledge) else ""


def _heard(text: str, reader: Reader) -> str:
    """The tier of the alarm that the safety layer hears in a text; empty: none."""
    heard = reader.hears(text) if reader.hears else None
    return (heard.tier or "") if heard is not None and heard.outcome == "urgent" else ""


def _names_what_is_asked(
    rest: str, before: str, question: Question, symptom: TriageSymptom, knowledge: TriageKnowledge
) -> bool:
    """Whether it holds a word of the question that is none for the symptom itself."""
    named = stems_of(rest, knowledge) & stems_of(question.wordings, knowledge)
    named -= stems_of(before, knowledge) | stems_of(symptom.understood, knowledge)
    return bool(named)


def _clauses(said: Said) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(said.words):
        first, end = said.words.clause_bounds(place)
        yield first, end
        place = end


def _after_denial(norms: Sequence[str], english: English) -> int:
    """Where a clause goes on after the "no" that it begins with."""
    start = 0
    denying = _denying(english)
    while start < len(norms) and (norms[start] in denying or not norms[start].isalnum()):
        start += 1
    return start


def _denies(norms: Sequence[str], english: English) -> bool:
    denying = _denying(english)
    return not _AS_IT_SHOULD_BE.isdisjoint(norms) or any(
        norm in denying and not (place and norms[place - 1] in _ABLE)
        for place, norm in enumerate(norms)
    )


def _goes_on(norms: Sequence[str], english: English) -> bool:
    """Whether a clause after "no fever" is no further item of the list of what is denied."""
    opening = next((norm for norm in norms if norm.isalnum() and norm != "and"), "")
    opens = _going_on(english) | _OPENING_A_STATEMENT | english.subjects
    return opening in opens or not english.being.isdisjoint(norms)


def _says_something(rest: Sequence[str], knowledge: TriageKnowledge) -> bool:
    norms = {n for part in rest for n in part.lower().split()}
    return not norms <= knowledge.beside_no | knowledge.english.but


def _is_told(norms: Sequence[str], english: English, *, is_bare: bool) -> bool:
    """Whether a clause after a "no" says something, and does not go on denying."""
    is_empty = {norm for norm in norms if norm.isalnum()} <= english.but
    is_statement = is_bare or _goes_on(norms, english)
    return not is_empty and not _denies(norms, english) and is_statement


def _text(said: Said, first: int, end: int) -> str:
    """What a clause says, without the "but" that it begins with."""
    while first < end - 1 and said.words.norm(first) in said.english.but:
        first += 1
    start, stop = said.words.characters(first, end)
    return said.words.text[start:stop].strip(" ,.")
