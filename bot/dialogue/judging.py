"""The one judgement of a message: the safety layer's, weighed with what the triage reads in it."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.dialogue.beside_treatment import told_beside_treatment
from bot.dialogue.english import PERSONS
from bot.dialogue.evidence import (
    ASK_SURE_STATEMENT_FROM,
    REPORT_AMONG_OTHER_MATTERS_FROM,
    REPORT_IN_QUESTION_FROM,
    REPORT_IN_STATEMENT_FROM,
    SURE_REPORT_OF_TOPIC_FROM,
    evidence,
    is_sure_statement,
    is_without_evidence,
    with_evidence,
    with_evidence_of_crisis,
)
from bot.dialogue.guesses import (
    no_graver_than_worded,
    with_crisis_that_is_heard,
    without_crisis_that_nobody_hears,
    without_graver_guess,
    without_guess_of_a_mere_fact,
    without_guessed_emergency,
    without_suspicion_of_a_fact,
    without_suspicion_of_crisis,
)
from bot.dialogue.later import is_denial
from bot.dialogue.open_question import (
    AskedQuestion,
    answers_question,
    as_measurement,
    is_mere_suspicion,
)
from bot.dialogue.openers import own_statement, without_outcry, without_preface
from bot.dialogue.plain_words import is_to_be_asked, only_says_since_when
from bot.dialogue.reading import read_message
from bot.dialogue.reports import Reader, Report
from bot.dialogue.triaged import TriagedAssessment, triaged
from bot.dialogue.weighing import (
    HANDS_OFF,
    MOST_NOTHING,
    Verdict,
    as_grave_as_worded,
    weigh,
    without_other_guesses,
)
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.rules.words import start_and_end

logger = logging.getLogger(__name__)
ENGLISH = "en"
_FEW_WORDS = 4
_LONGEST_PLAIN_CHARACTERS = 300
_ONLY_ILL = "feels ill, and names nothing"


def judge(
    text: str,
    safety: SafetySettings,
    reader: Reader | None,
    question: AskedQuestion | None = None,
) -> Assessment:
    """Judges a message. Never raises: where the triage fails, the safety layer's word holds.

    Of a text that nobody writes by hand, start and end are judged: rules read no more of it, and
    whatever else looks at it takes the longer the longer it is.

    ``question``: the open question. What answers it is no report of its own: "just one leg" sounds
    alarming to a detector that does not know what was asked. Whatever a rule hears stays an alarm.
    """
    text = without_preface(start_and_end(text))
    if question is None:
        text = without_outcry(text)
        judged = _judged(text, safety, reader, None)
        beside = _told_beside_treatment(text, judged, reader)
        if beside is not None:
            told = judge(beside, safety, reader)
            if _tells_more(told, judged):
                return told
        stated = own_statement(text)
        if stated is None or reader is None or judged.outcome != "none" or _is_answered(judged):
            return judged
        told = _judged(stated, safety, reader, None)
        # "Is it normal that I feel low" may be answered; "for 3 weeks now" is graded.
        return told if _is_graded(told) else judged
    return _judged(text, safety, reader, question)


def _told_beside_treatment(text: str, judged: Assessment, reader: Reader | None) -> str | None:
    """What is told beside a treatment, where the message as a whole alarms nobody."""
    if reader is None or reader.context is None or judged.outcome != "none":
        return None
    if judged.language != ENGLISH:
        return None
    try:
        return told_beside_treatment(text, reader.context)
    except Exception as problem:  # noqa: BLE001  (what was judged holds)
        logger.error("reading beside a treatment failed: %s", type(problem).__name__)
        return None


def _tells_more(told: Assessment, judged: Assessment) -> bool:
    """Whether a part reports something where the message does not, or more surely; what is only
    suspected in it is asked about in the whole: "I'm pregnant and I'm on Keytruda, what now"."""
    if told.outcome == "urgent":
        return True
    if not _is_answered(judged):
        is_suspicion = told.outcome == "check" and told.is_only_suspected
        return _is_answered(told) or (told.outcome != "none" and not is_suspicion)
    return _is_answered(told) and _evidence_of(told) > _evidence_of(judged)


def _evidence_of(assessment: Assessment) -> float:
    found = assessment.evidence if isinstance(assessment, TriagedAssessment) else None
    return 0.0 if found is None else found


def _is_answered(assessment: Assessment) -> bool:
    return isinstance(assessment, TriagedAssessment) and assessment.takes_over


def _is_graded(assessment: Assessment) -> bool:
    """Whether the triage answers it, and facts in it ask for a call."""
    if not isinstance(assessment, TriagedAssessment) or assessment.report is None:
        return False
    return assessment.takes_over and assessment.report.level not in (None, "self_care")


def _judged(
    text: str, safety: SafetySettings, reader: Reader | None, question: AskedQuestion | None
) -> Assessment:
    if question is not None:
        text = as_measurement(text, question)
    heard = assessment = assess(text, safety)
    # The triage reads English.
    if reader is None or assessment.language != ENGLISH:
        return assessment
    try:
        by_form = _by_its_form(text, assessment, question, reader)
        if by_form is not None:
            return by_form
        report = reader.report(text)
        knowledge = reader.rules.knowledge
        assessment = without_guess_of_a_mere_fact(assessment, report, knowledge)
        assessment = without_crisis_that_nobody_hears(
            assessment, report, safety.knowledge, knowledge
        )
        found = evidence(assessment, report)
        assessment = with_evidence_of_crisis(assessment, found)
        if question is not None and is_mere_suspicion(assessment, report, question, found):
            return TriagedAssessment("none", by_safety=heard)
        if question is None:
            assessment = with_evidence(assessment, found, report)
            assessment = without_suspicion_of_a_fact(assessment, report)
        else:
            # While something is asked about, it is being reported, and an answer is no report.
            found = None
        assessment = without_suspicion_of_crisis(assessment, report)
        assessment = without_other_guesses(assessment, report, knowledge)
        assessment = without_graver_guess(assessment, report)
        assessment = without_guessed_emergency(assessment, report, knowledge)
        assessment = no_graver_than_worded(assessment, report)
        assessment = as_grave_as_worded(assessment, report)
        assessment = with_crisis_that_is_heard(assessment, report, safety.knowledge)
        verdict = weigh(assessment, report, knowledge, found)
        if verdict.takes_over and heard.outcome == "urgent" and is_denial(report.said):
            # The triage would take it for a denial and say nothing: "mama no wake up".
            return heard
        if _is_doubtful(verdict, assessment, found, report):
            verdict = HANDS_OFF
        is_short = len(report.said.words) <= _FEW_WORDS
        if question is None and report.is_only_ill and (verdict.takes_over or is_short):
            # What it is, is not known: whoever is ill is asked whether he is, and told to call.
            verdict = HANDS_OFF
            if assessment.outcome == "none":
                assessment = replace(assessment, outcome="check", decided_by=_ONLY_ILL)
        return replace(triaged(assessment, report, verdict, knowledge), evidence=found)
    except Exception as problem:  # noqa: BLE001  (the alarm must not depend on the triage)
        logger.error("triage failed: %s", type(problem).__name__)
        return heard


def _by_its_form(
    text: str, assessment: Assessment, question: AskedQuestion | None, reader: Reader
) -> Assessment | None:
    """What follows from a message in which no report is to be looked for; None: it may be one."""
    if reader.is_harmless_button(text):
        return Assessment("none")
    if question is None and is_to_be_asked(text, assessment, reader.context):
        return Assessment("check", decided_by=_ONLY_ILL)
    is_suspected = assessment.outcome != "none" and assessment.is_only_suspected
    if is_suspected and _is_plain(text, reader):
        return assessment.without_suspicion()
    today = _only_how_it_is(text, reader)
    if today is not None and (is_suspected or assessment.outcome == "none"):
        is_bad = today == "worse" and question is None
        return Assessment("check" if is_bad else "none", decided_by=_ONLY_ILL)
    if question is not None and answers_question(text, assessment, question, reader):
        return TriagedAssessment("none", by_safety=assessment, takes_over=True)
    return None


def _is_plain(text: str, reader: Reader) -> bool:
    """Whether it says nothing but "third cycle next week, ipi nivo", "and how long?", "the second
    one" or "since last night": a mere suspicion in it is none."""
    if reader.context is None or len(text) > _LONGEST_PLAIN_CHARACTERS:
        return False
    reading = read_message(text, reader.context)
    return reading.is_plain or only_says_since_when(reading)


def _only_how_it_is(text: str, reader: Reader) -> str | None:
    """ "Better", "much worse", "the same": of what, is not said, so that nothing is guessed."""
    if reader.context is None or len(text.split()) >= _FEW_WORDS:
        return None
    reading = read_message(text, reader.context)
    is_told = reading.is_only_today and not reading.is_short_question  # "is that bad" asks
    return reading.today if is_told else None


def _is_doubtful(
    verdict: Verdict, assessment: Assessment, found: float | None, report: Report
) -> bool:
    """Whether the triage would ask without evidence; an alarm of the safety layer's is evidence."""
    is_alarm = assessment.outcome == "urgent"
    return verdict.takes_over and not is_alarm and is_without_evidence(found, report)


def is_rather_a_question(assessment: Assessment, *, is_topic: bool) -> bool:
    """Whether what the triage would answer is doubtful as a report, so that a message that is
    surely about a topic, or surely none of the assistant's matters, is taken as that."""
    if not isinstance(assessment, TriagedAssessment) or not assessment.takes_over:
        return False
    if assessment.evidence is None or assessment.report is None:
        return False
    if assessment.report.said.is_measured:  # a number always reports
        return False
    least = REPORT_AMONG_OTHER_MATTERS_FROM
    if is_sure_statement(assessment.report):
        is_heading = is_topic and not _names_somebody(assessment.report)
        least = SURE_REPORT_OF_TOPIC_FROM if is_heading else ASK_SURE_STATEMENT_FROM
    elif is_topic:
        asks = assessment.report.said.asks_beside
        least = REPORT_IN_QUESTION_FROM if asks else REPORT_IN_STATEMENT_FROM
    return assessment.evidence < least


def _names_somebody(report: Report) -> bool:
    """ "I can't sleep" reports; "rash appearance" and "achy joints" may be headings."""
    return any(word.norm in PERSONS for word in report.said.words.items)


def sounds_of_nothing(assessment: Assessment) -> bool:
    """Whether the recogniser rather doubts that anything is reported."""
    report = assessment.report if isinstance(assessment, TriagedAssessment) else None
    return report is not None and report.nothing > MOST_NOTHING


def by_safety_alone(assessment: Assessment) -> Assessment:
    """The safety layer's own judgement of a message that the triage would have answered."""
    if isinstance(assessment, TriagedAssessment) and assessment.takes_over:
        return assessment.by_safety or assessment
    return assessment


def if_nothing_answers(assessment: Assessment) -> Assessment:
    """The same where a turn fails: what was set aside because a question is open is heard, too."""
    if isinstance(assessment, TriagedAssessment) and assessment.outcome == "none":
        return assessment.by_safety or assessment
    return assessment
