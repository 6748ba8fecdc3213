"""A letter that asks: "The lads are round, the dog ate the leaflet, what is the port for?"

The detector hears each stretch of a letter and tells the most alarming, and a phrase names what
somebody else has. Where the letter is surely about a topic, and nothing in it sounds of a report,
it is answered, with when to call, and nobody is asked or alarmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.dialogue.reports import Report
from bot.dialogue.triaged import TriagedAssessment
from bot.nlu.labels import is_topic
from bot.safety import Assessment
from bot.safety.finding import WEAK_SUSPICION

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[Sequence[str]], Sequence[Ranking]]

_OPENS = re.compile(
    r"(?:^|(?<=[\s,;:.!?-]))(?="
    r"(?:(?:in|at|for|after|from) )?(?:what|what's|whats|how|why|when|where|which|who|whether)\b"
    r"|(?:is|are|am|was|can|could|may|must|should|shall|does|do|did|will|would|has|have)\s+"
    r"(?:it|that|this|there|my|our|i|he|she|we|they|you|the|an?|any|people|one|someone|somebody|going|having)\b)",
    re.IGNORECASE,
)
_ENDS = (re.compile(r"[.?!;](?:\s|$)|$"), re.compile(r"[.?!;,](?:\s|$)|$"))
_FEWEST_WORDS, _MOST_QUESTIONS, _LONGEST_CHARACTERS = 4, 10, 1500
_LETTER_WORDS = 20
# Chosen on 200 letters that ask and 1,000 that report or tell of a red flag, of ten writers in
# November 2026: 26 of 36 that were asked or alarmed about are answered, and no report is.
# So likely a topic is for the whole letter, or for one question of it (a letter hints at its
# topic); with the last, where the recogniser hears as surely that nothing is reported.
_TOPIC_FROM, _QUESTION_FROM, _LIKELY_QUESTION_FROM, _NOTHING_BESIDE_LIKELY = 0.4, 0.6, 0.45, 0.4
_HINTED_FROM = 0.01
# … and no more is heard of any symptom, and nothing weightier suspected of suicide.
_NOTHING_FROM, _MOST_OF_A_SYMPTOM = 0.15, 0.45
_MOST_SUSPECTED_OF_CRISIS, _MOST_OF_MOOD, _SOUNDS_OF_MOOD = 0.5, 0.4, 0.2
# What a rule or phrase reads does not count where hardly anything is heard of it …
_UNHEARD_FROM, _MOST_OF_THE_UNHEARD, _MOST_SUSPECTED_OF_THE_UNHEARD = 0.7, 0.25, 0.5
# … or nothing at all, and all topics together are as likely as this.
_SURELY_UNHEARD_FROM, _MOST_OF_THE_SURELY_UNHEARD, _SOME_TOPIC_FROM = 0.85, 0.1, 0.6


def questions_in(text: str) -> list[str]:
    """What a letter asks, up to the end of its sentence or clause; none of a short message."""
    text = " ".join(text[:_LONGEST_CHARACTERS].split())
    if len(text.split()) < _LETTER_WORDS:
        return []
    found: dict[str, None] = {}
    for opening in _OPENS.finditer(text):
        for end in _ENDS:
            closing = end.search(text, opening.start())
            assert closing is not None
            asked = text[opening.start() : closing.start()].strip()
            if len(asked.split()) >= _FEWEST_WORDS:
                found[asked] = None
    return list(found)[-_MOST_QUESTIONS:]


def surest_question(text: str, whole: Ranking, rank: Rank) -> float:
    """How likely the surest question of a letter is about its topic, which the letter as a whole
    hints at; 0 where there is none."""
    questions, hints = questions_in(text), dict(whole)
    likeliest = (ranking[0] for ranking in (rank(questions) if questions else ()))
    return max(
        (
            share
            for label, share in likeliest
            if is_topic(label) and hints.get(label, 0.0) >= _HINTED_FROM
        ),
        default=0.0,
    )


def is_asked_in_a_letter(
    text: str, whole: Ranking, surest: Callable[[], float], assessment: Assessment
) -> bool:
    """Whether a letter asks about a topic, and what would be asked or said of it is a mere guess.

    Args:
        whole: the ranking of the whole letter.
        surest: gives how likely its surest question is about its topic; it takes milliseconds.
        assessment: how it was judged.
    """
    if not isinstance(assessment, TriagedAssessment) or assessment.report is None or not whole:
        return False
    heard, report = assessment.by_safety or assessment, assessment.report
    is_long = len(text.split()) >= _LETTER_WORDS
    is_raised = assessment.outcome == "urgent" and heard.outcome != "urgent"
    if not is_long or is_raised or report.strongest is None or report.said.is_measured:
        return False
    if assessment.outcome == "none" and not assessment.is_calm:
        return False  # nothing would be asked or said
    is_about = _is_about_a_topic(whole, surest(), report)
    if is_about and _is_mere_guess(heard, report):
        return True
    some_topic = sum(share for label, share in whole if is_topic(label))
    return _is_unheard(heard, report, is_about=is_about, some_topic=some_topic)


def _is_about_a_topic(whole: Ranking, surest: float, report: Report) -> bool:
    label, share = whole[0]
    if surest >= _QUESTION_FROM or (is_topic(label) and share >= _TOPIC_FROM):
        return True
    return surest >= _LIKELY_QUESTION_FROM and report.nothing >= _NOTHING_BESIDE_LIKELY


def _is_mere_guess(heard: Assessment, report: Report) -> bool:
    """Whether no rule reads anything, and what is suspected or heard is faint."""
    is_guess = heard.outcome == "none" or heard.is_only_suspected
    if not is_guess or heard.suspicion >= WEAK_SUSPICION or report.nothing < _NOTHING_FROM:
        return False
    if heard.crisis:
        is_weighty = heard.suspicion >= _MOST_SUSPECTED_OF_CRISIS or report.mood >= _MOST_OF_MOOD
        return not is_weighty and not heard.overdose
    return _strongest(report) < _MOST_OF_A_SYMPTOM


def _is_unheard(heard: Assessment, report: Report, *, is_about: bool, some_topic: float) -> bool:
    """Whether what a rule or a phrase reads is told by the way: "a choir of thirty, all coughing".
    Never an alarm, an emergency or despair."""
    is_grave = heard.outcome == "urgent" or heard.crisis or report.mood >= _SOUNDS_OF_MOOD
    is_grave |= any(one.counts and one.is_emergency_by_rule for one in heard.findings)
    if is_grave or heard.suspicion >= _MOST_SUSPECTED_OF_THE_UNHEARD:
        return False
    strongest, nothing = _strongest(report), report.nothing
    if is_about and nothing >= _UNHEARD_FROM and strongest < _MOST_OF_THE_UNHEARD:
        return True
    is_silent = nothing >= _SURELY_UNHEARD_FROM and strongest < _MOST_OF_THE_SURELY_UNHEARD
    return is_silent and some_topic >= _SOME_TOPIC_FROM


def _strongest(report: Report) -> float:
    return report.strongest or 0.0
