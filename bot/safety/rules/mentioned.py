"""What a wording of the lists tells of: whether it counts, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.finding import Finding, Reason
from bot.safety.rules.context import (
    BARE,
    JUST_OVER,
    NOW,
    OWN_QUESTION,
    RESOLVED,
    UNCLEAR_WORDING,
    UNSETTLED,
    Cues,
    context_of,
)
from bot.safety.rules.knowledge import (
    ALWAYS,
    ASKED,
    HELP_TO_DIE,
    NAMES,
    UNCLEAR,
    RedFlagKnowledge,
    Symptom,
)
from bot.safety.rules.phrases import Match
from bot.safety.rules.quantities import BELOW, COUNTS, FEVER, Measure
from bot.safety.rules.words import Words


def finding_of(
    mention: Match, cues: Cues, measures: Sequence[Measure], knowledge: RedFlagKnowledge
) -> Finding:
    """What a mention of a symptom says in its context."""
    name, kind = mention.label.split(":")
    symptom = knowledge.symptoms[name]
    lesser_of = ""
    if symptom.when_small and _is_little(mention, cues.words, knowledge):
        lesser_of, symptom = name, knowledge.symptoms[symptom.when_small]
    # "I don't want to kill myself" holds a wording that counts whatever else stands around it.
    counts_always = kind == ALWAYS and not cues.touches("denied_wish", mention)
    reason = NOW if counts_always else _reason(mention, cues, symptom, kind)
    if reason == RESOLVED and symptom.when_over:
        lesser_of, symptom = name, replace(knowledge.symptoms[symptom.when_over], is_lasting=True)
        reason = _reason(mention, cues, symptom, kind)
    if reason in (NOW, *UNSETTLED) and _a_number_says_below(name, measures):
        reason = BELOW
    is_sure = kind in (ALWAYS, ASKED, HELP_TO_DIE) or (symptom.is_sure and kind != NAMES)
    understood = knowledge.understood(symptom, mention, cues.words)
    found = as_finding(symptom, mention, understood, reason, cues.words, is_sure)
    return replace(
        found,
        lesser_of=lesser_of,
        of_another=_is_of_another(mention, cues.words, knowledge) if symptom.crisis else None,
        is_wish_for_help_to_die=kind == HELP_TO_DIE,
    )


def _is_little(mention: Match, words: Words, knowledge: RedFlagKnowledge) -> bool:
    """ "Coughed up blood, just a streak", but not "streaks at first, now a cupful"."""
    said = knowledge.amounts.find(words)
    near = range(mention.first, mention.end + _NEAR_WORDS)
    is_little = any(one.label == "little" and one.first in near for one in said)
    return is_little and not any(one.label == "much" for one in said)


def is_guess_of_much(
    guess: str, counted: Sequence[Finding], words: Words, knowledge: RedFlagKnowledge
) -> bool:
    """Whether only an amount that nobody tells would make the guess of what a rule reads: "a drop
    of blood when I wiped" is no heavy bleeding."""
    of_much = [knowledge.symptoms[finding.symptom].guessed_of_much for finding in counted]
    if not any(guess in names for names in of_much):
        return False
    return not any(one.label == "much" for one in knowledge.amounts.find(words))


def _is_of_another(mention: Match, words: Words, knowledge: RedFlagKnowledge) -> bool:
    """ "My brother wants to die", "she will hurt herself"; in doubt the writer is meant."""
    told = knowledge.others.find(words)
    if any(match.label == THE_WRITER_TOO for match in told):
        return False
    return any(mention.first <= match.end and match.first < mention.end for match in told)


def _reason(mention: Match, cues: Cues, symptom: Symptom, kind: str) -> Reason:
    reason = context_of(mention, cues, symptom.mild_is_small, is_lasting=symptom.is_lasting)
    if kind in (ASKED, HELP_TO_DIE):
        return reason if reason in _NEVER_ASKED_ABOUT else UNCLEAR_WORDING
    if reason == BARE and kind != NAMES:
        return NOW if kind != UNCLEAR else UNCLEAR_WORDING
    if reason == NOW and kind == UNCLEAR:
        return UNCLEAR_WORDING
    if reason == OWN_QUESTION and kind == NAMES and symptom.tier != "emergency":
        own = cues.words.norm(mention.first - 1) in _MY
        return OWN_QUESTION if own else "question"
    is_thought_of = reason == "hypothetical" and cues.words.norm(mention.first - 1) == _I
    if symptom.crisis and (reason in ("past", RESOLVED) or is_thought_of):
        # Who has thought of suicide before, or of "what if I", is asked.
        return BARE
    if reason == JUST_OVER and kind == UNCLEAR:
        return RESOLVED
    return reason


_I = "i"
_NEVER_ASKED_ABOUT: frozenset[Reason] = frozenset({"negated", "figurative", "other people"})
_NEAR_WORDS = 6
# Under this name others.yml has what says that the writer means himself as well.
THE_WRITER_TOO = "the_writer_too"
_MY = frozenset({"my", "his", "her"})


def _a_number_says_below(name: str, measures: Sequence[Measure]) -> bool:
    """ "my fever is 37.2": the number decides, not the word."""
    same = [measure for measure in measures if measure.symptom == name]
    if name == FEVER:
        same = [measure for measure in measures if measure.is_temperature]
    return bool(same) and all(measure.verdict != COUNTS for measure in same)


def as_finding(
    symptom: Symptom,
    mention: Match,
    understood: str,
    reason: Reason,
    words: Words,
    is_sure: bool = False,
) -> Finding:
    """A symptom as found from one word to another; only what is happening counts."""
    span = words.characters(mention.first, mention.end)
    return Finding(
        symptom.name,
        symptom.tier,
        span,
        understood,
        reason == NOW,
        reason,
        is_sure=is_sure,
        is_settled=symptom.is_settled,
    )
