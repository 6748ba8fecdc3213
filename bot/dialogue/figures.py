"""What a message tells without its figures of speech. Pure.

"He'd kill me for writing this. His arm went numb" is about an arm; "promise not to laugh: I peed
blood" is about blood.
"""

from __future__ import annotations

import re

from bot.safety.finding import DETECTOR, Assessment
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.words import read_words

_FEWEST_WORDS_LEFT = 2
# What joined the figure to the rest.
_JOINT = re.compile(r"^[\s,;:.!-]*(?:(?:but|that|and|so|ok|okay)\b[\s,;:.!-]*)*", re.I)
_OUTCOMES = ("none", "check", "urgent")


def without_figures_of_speech(text: str, knowledge: RedFlagKnowledge) -> str | None:
    """The message with spaces in place of its figures of speech; None where it has none, or
    hardly says anything else."""
    words = read_words(text, knowledge.spelling.correct)
    found = knowledge.figures.find(words)
    left = list(text)
    for one in found:
        first, end = words.items[one.first].start, words.items[one.end - 1].end
        left[first:end] = " " * (end - first)
    rest = "".join(left)
    rest = _JOINT.sub(lambda joint: " " * len(joint[0]), rest)
    is_left = len(re.findall(r"\w+", rest)) >= _FEWEST_WORDS_LEFT
    return rest if found and is_left else None


def graver_of(told: Assessment, whole: Assessment, knowledge: RedFlagKnowledge) -> Assessment:
    """The judgement of what is told without a figure of speech, as if it stood alone, unless only
    the whole message alarms; what only the detector takes for despair there is the figure."""
    crises = [f for f in whole.findings if f.counts and knowledge.symptoms[f.symptom].crisis]
    is_guess = all(finding.reason == DETECTOR for finding in crises)
    if is_guess and (crises or told.outcome == "urgent"):
        return told
    return whole if _gravity(whole) > _gravity(told) else told


def _gravity(assessment: Assessment) -> tuple[int, bool, bool]:
    is_emergency = assessment.tier == "emergency"
    return (_OUTCOMES.index(assessment.outcome), is_emergency, assessment.crisis)
