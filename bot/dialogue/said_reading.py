"""Reads what a message says for triage: phrases of bot/data/triage, in their context. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.facts_said import (
    NEGATED,
    count_apart,
    facts_of,
    longest_of_a_question,
    of_own_symptom,
    outside_of,
    stands_after_not,
    stands_before_a_number,
    without_words_for_the_number,
)
from bot.dialogue.measures import read_measure
from bot.dialogue.reason_of_mention import reason_of_mention, without_other_endings
from bot.dialogue.said import FEVER_FACT, HAPPENING, MEASURED, Said
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.who_has_it import who_has_it
from bot.safety.kept import kept_for_messages
from bot.safety.rules.context import BARE, NOW, OWN_QUESTION, RESOLVED, Cues
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words, read_words

# A fact is denied by the "no" right before it or before its list, not by one further off.
_DENIAL_REACH_WORDS = 6


@kept_for_messages
def read_said(
    text: str, knowledge: TriageKnowledge, cues: PhraseBook, fever_celsius: float = 38.0
) -> Said:
    """Reads a message.

    Args:
        text: what the patient wrote.
        knowledge: what is asked about symptoms.
        cues: the safety layer's phrases of context ("no", "what if", "since lunch").
        fever_celsius: from here on a temperature is a fever.
    """
    english = knowledge.english
    words = read_words(text, knowledge.spelling.correct)
    coping = [
        match
        for match in knowledge.coping.find(words)
        if not stands_after_not(match.first, words, english)
    ]
    context = without_other_endings(Cues.of(words, cues), coping)
    mere_facts = knowledge.mere_facts_in(words)
    mentions = [one for one in knowledge.reports.find(words) if one.label not in mere_facts]
    reported, places = _reported(mentions, words, context, knowledge)
    facts = _facts(mentions, words, context, knowledge, fever_celsius)
    negated = [mention for mention in mentions if reported[mention.label] == NEGATED]
    worse = knowledge.worse.find(words)
    return Said(
        words=words,
        measures=knowledge.measures,
        english=english,
        reported=reported,
        stated=facts.stated,
        over=facts.over,
        denied=facts.denied,
        denials=tuple(one for one in (*facts.denials, *negated) if one.label not in facts.stated),
        signs_denied=facts.signs_denied,
        well=bool(knowledge.well.find(words)) or _is_alone(knowledge.well_alone.find(words), words),
        coping=bool(coping),
        holder=who_has_it(
            words,
            knowledge.relative.find(words),
            knowledge.bystander.find(words),
            _first_happening(reported, places),
            english,
        ),
        places=places,
        places_of_facts=facts.places,
        worsens=any(
            reason_of_mention(one, context, english) not in (NEGATED, "past") for one in worse
        ),
        spreads=any(
            reason_of_mention(one, context, english) != NEGATED
            for one in knowledge.spreads.find(words)
        ),
        unimproved=bool(knowledge.unimproved.find(words)),
        mere_facts=mere_facts,
    )


def _is_alone(found: list[Match], words: Words) -> bool:
    """Whether no word follows one of these: "it's all over" is no "it's all"."""
    return any(not any(map(str.isalnum, words.norm(one.end))) for one in found)


def _reported(
    mentions: list[Match], words: Words, context: Cues, knowledge: TriageKnowledge
) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """The symptoms that are named or measured: the best reason of each to count, and its place."""
    reported: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    for mention in mentions:
        reason = reason_of_mention(mention, context, knowledge.english)
        if mention.label not in reported or _counts_more(reason, reported[mention.label]):
            reported[mention.label] = reason
            places[mention.label] = (mention.first, mention.end)
    for measure, symptom in MEASURED.items():
        if read_measure(words, measure, knowledge.measures) is not None and symptom not in reported:
            reported[symptom], places[symptom] = NOW, (0, len(words))
    return reported, places


@dataclass(frozen=True)
class _Facts:
    """The facts that a message states, those that are over, and those that it denies; where they
    are named and where they are denied, and how many different signs are."""

    stated: frozenset[str]
    over: frozenset[str]
    denied: frozenset[str]
    denials: tuple[Match, ...]
    places: Mapping[str, tuple[int, int]]
    signs_denied: int


def _facts(
    mentions: list[Match],
    words: Words,
    context: Cues,
    knowledge: TriageKnowledge,
    fever_celsius: float,
) -> _Facts:
    english, normal = knowledge.english, _starts(knowledge.normal.find(words))
    signs = outside_of(knowledge.no_sign.find(words), knowledge.parts.find(words))
    parts = of_own_symptom(signs, mentions, words, english)
    temperature = read_measure(words, "temperature", knowledge.measures)
    if temperature is not None:
        parts = without_words_for_the_number(parts, words, FEVER_FACT)
    stated, over, denials = facts_of(
        longest_of_a_question(parts),
        words,
        english,
        lambda one: reason_of_mention(one, context, english, _DENIAL_REACH_WORDS),
        normal=normal,
        mild=knowledge.mild_labels,
    )
    healthy = knowledge.healthy.find(words)
    denied = frozenset(match.label for match in (*denials, *healthy)) - stated
    if temperature is not None and temperature >= fever_celsius:
        stated |= {FEVER_FACT}
    elif temperature is not None and temperature < knowledge.limits.no_fever_below_celsius:
        denied |= {FEVER_FACT}
        told = [one for one in parts if one.label == FEVER_FACT and one not in denials]
        if all(stands_before_a_number(one, words) for one in told):
            # "temp 36.8": the number says what the word means; not "a temp last night, 36.8 now".
            stated -= {FEVER_FACT}
    denied -= stated
    return _Facts(
        stated=stated,
        over=over,
        denied=denied,
        denials=(*denials, *healthy),
        places={one.label: (one.first, one.end) for one in parts},
        signs_denied=_count_denied(parts, denied, normal),
    )


def _first_happening(
    reported: Mapping[str, str], places: Mapping[str, tuple[int, int]]
) -> int | None:
    """Where the first symptom that is happening is named; where none is, the first not denied."""
    named = [name for name, reason in reported.items() if reason in HAPPENING]
    named = named or [name for name, reason in reported.items() if reason != NEGATED]
    return min((places[name][0] for name in named), default=None)


def _starts(normal: list[Match]) -> frozenset[int]:
    return frozenset(match.first for match in normal)


def _count_denied(mentions: list[Match], denied: frozenset[str], normal: frozenset[int]) -> int:
    """Different places at which a sign is denied: "no blood, no fever, legs normal" are three."""
    there = [mention for mention in mentions if mention.label in denied]
    alone = normal - {mention.end for mention in there}
    return count_apart(there) + len(alone)


def _counts_more(reason: str, than: str) -> bool:
    order = (NOW, BARE, OWN_QUESTION, RESOLVED, "past")
    rank = {reason: place for place, reason in enumerate(order)}
    return rank.get(reason, len(order)) < rank.get(than, len(order))
