"""A message while a triage question is open: what answers the question is no report of its own, and
what is urgent stays urgent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.evidence import ALARM_ALONE_FROM
from bot.dialogue.reports import LONGEST_ANSWER_WORDS, MOOD, Reader, Report
from bot.dialogue.said import Said
from bot.dialogue.triage_knowledge import TriageKnowledge, TriageSymptom
from bot.dialogue.weighing import SHARE_WITHOUT_PHRASE_FROM
from bot.safety import Assessment

_SYMPTOMS_OF_HEAT = frozenset({"fever", "chills", "flu_like"})
_READING = re.compile(
    r"\W*(?:it'?s|about)?\s*(?:3[5-9]|4[0-3]|9[5-9]|10[0-9])(?:[.,]\d)?\s*°?\s*[cf]?\W*", re.I
)
_OF_SKIN = "skin/"
# What is no longer, and names nobody, goes on with an answer: of 338 red flags of six writers of
# which the detector alone was sure none was so short where no symptom was clearly heard.
_LONGEST_FRAGMENT_WORDS = 8


@dataclass(frozen=True)
class AskedQuestion:
    """A triage question that is open: its symptom, and what stands on its buttons."""

    symptom: str
    titles: tuple[str, ...]


def as_measurement(text: str, question: AskedQuestion) -> str:
    """ "39" while it asks about a fever is a temperature, whatever the question is."""
    is_reading = question.symptom in _SYMPTOMS_OF_HEAT and _READING.fullmatch(text)
    return f"temperature {text}" if is_reading else text


def answers_question(
    text: str, assessment: Assessment, question: AskedQuestion, reader: Reader
) -> bool:
    """Whether a message answers the question, and what alarms in it is just what was asked."""
    if assessment.crisis and question.symptom != MOOD:
        return False
    # "nope, nothing confused or faint": what would be asked about is just what was asked.
    is_doubtful = assessment.is_only_suspected or assessment.outcome == "check"
    return is_doubtful and reader.answers(text, question.symptom, question.titles)


def only_tells_details(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether all its words tell where something is, since when, how large it is and how it goes
    (``beside details`` in words.yml)."""
    norms = [word.norm for word in said.words.items if any(map(str.isalnum, word.norm))]
    following = [*norms[1:], ""]
    told = {
        f"not {then}" if norm == "not" else norm
        for norm, then in zip(norms, following, strict=True)
    }
    words = {one for one in told if not one[:1].isdigit()}
    return bool(words) and words <= knowledge.beside_details


def is_mere_suspicion(
    assessment: Assessment, report: Report, question: AskedQuestion, found: float | None
) -> bool:
    """Whether nothing but the detector suspects something else while a question is open, in what
    may be an answer: "since about ten this morning", "left arm only". The question is put again,
    with whom to call. What is urgent, and told in a sentence of its own, is an alarm whatever is
    asked."""
    if assessment.outcome == "none" or not assessment.is_only_suspected:
        return False
    others = [name for name in report.symptoms if name != question.symptom]
    is_reported = report.is_named or (others and report.share >= SHARE_WITHOUT_PHRASE_FROM)
    is_shared = found is None or found >= ALARM_ALONE_FROM
    if is_reported or (assessment.crisis and is_shared):
        return False
    is_told = assessment.outcome == "urgent" and is_shared and _is_told(assessment, report)
    return not is_told


def _is_told(assessment: Assessment, report: Report) -> bool:
    """Whether it is more than the rest of an answer: somebody is named in it, or it is long. A weak
    suspicion needs what no answer is as long as."""
    norms = [word.norm for word in report.said.words.items if word.norm.isalnum()]
    if len(norms) > LONGEST_ANSWER_WORDS:
        return True
    names_nobody = report.said.english.persons.isdisjoint(norms)
    is_fragment = len(norms) <= _LONGEST_FRAGMENT_WORDS and names_nobody
    return not assessment.is_weak and not is_fragment


def only_spreads_on_the_skin(assessment: Assessment, report: Report, asked: TriageSymptom) -> bool:
    """Whether what is asked about is on the skin, and a further place of it is all that is told:
    "it's spreading to my chest" guesses no chest pain there. Whatever a phrase names is none."""
    is_guess = assessment.is_only_suspected and not assessment.crisis
    is_on_skin = asked.topic.startswith(_OF_SKIN)
    return is_guess and is_on_skin and report.said.spreads and not report.is_named
