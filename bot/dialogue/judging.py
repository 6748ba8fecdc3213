"""The one judgement of a message: the safety layer's, weighed with what the triage reads in it."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.dialogue.beside_treatment import reported_beside_treatment
from bot.dialogue.by_form import FEW_WORDS, ONLY_ILL, by_its_form
from bot.dialogue.crisis_guesses import (
    with_crisis_that_is_heard,
    without_crisis_that_nobody_hears,
    without_suspicion_of_crisis,
)
from bot.dialogue.details import may_be_asked_about, without_since_when
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
from bot.dialogue.figures import graver_of, without_figures_of_speech
from bot.dialogue.gravity import as_grave_as_worded
from bot.dialogue.guesses import (
    is_guess_of_what_is_denied,
    is_only_guessed_of_the_well,
    no_graver_than_worded,
    without_graver_guess,
    without_guess_of_a_mere_fact,
    without_guessed_emergency,
    without_suspicion_of_a_fact,
)
from bot.dialogue.more_told import is_answered, is_graded, tells_more
from bot.dialogue.open_question import (
    AskedQuestion,
    as_measurement,
    is_mere_suspicion,
    only_spreads_on_the_skin,
)
from bot.dialogue.plain_words import is_well_and_asks_leave
from bot.dialogue.reading import read_message
from bot.dialogue.redness import MOST_NOTHING
from bot.dialogue.reports import Reader, Report
from bot.dialogue.triage_knowledge import TriageKnowledge
from bot.dialogue.triaged import TriagedAssessment, triaged
from bot.dialogue.verdict import HANDS_OFF, Verdict
from bot.dialogue.weighing import weigh, without_other_guesses
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.rules.tokens import start_and_end

logger = logging.getLogger(__name__)
ENGLISH = "en"
_LONGEST_WITH_ONSET = 200


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
    openings = safety.knowledge.openings
    text = openings.without_correction(openings.without_preface(start_and_end(text)))
    if question is None:
        text = openings.without_outcry(text)
        told = without_figures_of_speech(text, safety.knowledge)
        if told is not None:
            whole = _judged(text, safety, reader, None)
            return graver_of(judge(told, safety, reader), whole, safety.knowledge)
        judged = _unless_only_since_when(text, _judged(text, safety, reader, None), safety, reader)
        after_no = _reported_after_no(text, judged, safety)
        for part in (_reported_beside_treatment(text, judged, reader), after_no):
            if part is not None:
                beside = judge(part, safety, reader)
                if tells_more(beside, judged):
                    return beside
        stated = openings.own_statement(text)
        if stated is None or reader is None or judged.outcome != "none" or is_answered(judged):
            return judged
        own = _judged(stated, safety, reader, None)
        # "Is it normal that I feel low" may be answered; "for 3 weeks now" is graded.
        return own if is_graded(own) else judged
    judged = _judged(text, safety, reader, question)
    rest = _reported_after_no(text, judged, safety)
    answer = judged if rest is None else _judged(rest, safety, reader, question)
    return answer if answer.outcome == "urgent" else judged


def _reported_after_no(text: str, judged: Assessment, safety: SafetySettings) -> str | None:
    """What is told after a "no" that denies nothing of it, where the whole alarms nobody."""
    is_quiet = judged.outcome != "urgent" and judged.language == ENGLISH
    return safety.knowledge.openings.without_bare_no(text) if is_quiet else None


def _unless_only_since_when(
    text: str, judged: Assessment, safety: SafetySettings, reader: Reader | None
) -> Assessment:
    """The triage's question where an alarm comes of since when it is alone: "a rash on my belly
    since yesterday" is asked about like "a rash on my belly"."""
    # An emergency is never asked about, and does not wait for a second reading.
    is_call = judged.outcome == "urgent" and judged.tier == "call_now" and not judged.crisis
    if not is_call or reader is None or reader.context is None:
        return judged
    if judged.language != ENGLISH or len(text) > _LONGEST_WITH_ONSET:
        return judged
    try:
        rest = without_since_when(read_message(text, reader.context))
        if rest is None:
            return judged
        told = _judged(rest, safety, reader, None)
    except Exception as problem:  # noqa: BLE001  (what was judged holds)
        logger.error("reading without since when failed: %s", type(problem).__name__)
        return judged
    asked = reader.rules.knowledge.relations.asked_however_new
    return told if may_be_asked_about(told, asked) else judged


def _reported_beside_treatment(text: str, judged: Assessment, reader: Reader | None) -> str | None:
    """What is told beside a treatment, where the message as a whole alarms nobody, or less than an
    emergency is guessed."""
    is_guess = judged.tier == "call_now" and judged.is_only_suspected
    if reader is None or reader.context is None or not (judged.outcome == "none" or is_guess):
        return None
    if judged.language != ENGLISH:
        return None
    try:
        return reported_beside_treatment(text, reader.context)
    except Exception as problem:  # noqa: BLE001  (what was judged holds)
        logger.error("reading beside a treatment failed: %s", type(problem).__name__)
        return None


def _judged(
    text: str, safety: SafetySettings, reader: Reader | None, question: AskedQuestion | None
) -> Assessment:
    """What the safety layer hears in a message, as the triage weighs it where it is English."""
    if question is not None:
        text = as_measurement(text, question)
    heard = assess(text, safety)
    if reader is None or heard.language != ENGLISH:
        return heard
    try:
        by_form = by_its_form(text, heard, question, reader)
        return by_form or _weighed(text, heard, safety, reader, question)
    except Exception as problem:  # noqa: BLE001  (the alarm must not depend on the triage)
        logger.error("triage failed: %s", type(problem).__name__)
        return heard


def _weighed(
    text: str,
    heard: Assessment,
    safety: SafetySettings,
    reader: Reader,
    question: AskedQuestion | None,
) -> Assessment:
    """What was heard, weighed with what the message reports: guesses that nothing bears out fall,
    the rest is as grave as it is worded, and the triage may take it over."""
    report, knowledge = reader.report(text), reader.rules.knowledge
    if question is None and _is_letter_of_the_well(text, heard, report, reader):
        return heard.without_suspicion()
    assessment = without_guess_of_a_mere_fact(heard, report, knowledge)
    if is_guess_of_what_is_denied(assessment, report):
        return triaged(assessment.without_suspicion(), report, HANDS_OFF, knowledge)
    assessment = without_crisis_that_nobody_hears(assessment, report, safety.knowledge, knowledge)
    found = evidence(assessment, report)
    assessment = with_evidence_of_crisis(assessment, found)
    if question is not None:
        asked = knowledge.symptoms[question.symptom]
        is_else = is_mere_suspicion(assessment, report, question, found)
        if is_else or only_spreads_on_the_skin(assessment, report, asked):
            return TriagedAssessment("none", by_safety=heard)
        # While something is asked about, it is being reported, and an answer is no report.
        found = None
    else:
        assessment = with_evidence(assessment, found, report)
        assessment = without_suspicion_of_a_fact(assessment, report)
    assessment = _as_worded(assessment, report, safety, knowledge)
    return _by_verdict(assessment, report, found, knowledge, is_asked=question is not None)


def _as_worded(
    assessment: Assessment, report: Report, safety: SafetySettings, knowledge: TriageKnowledge
) -> Assessment:
    """The assessment as grave as its wording, without graver guesses of something else."""
    assessment = without_suspicion_of_crisis(assessment, report)
    assessment = without_other_guesses(assessment, report, knowledge)
    assessment = without_graver_guess(assessment, report, knowledge)
    assessment = without_guessed_emergency(assessment, report, knowledge)
    assessment = no_graver_than_worded(assessment, report)
    assessment = as_grave_as_worded(assessment, report, knowledge)
    return with_crisis_that_is_heard(assessment, report, safety.knowledge)


def _by_verdict(
    assessment: Assessment,
    report: Report,
    found: float | None,
    knowledge: TriageKnowledge,
    *,
    is_asked: bool,
) -> Assessment:
    """The assessment as the triage's verdict leaves it; a doubtful verdict leaves it alone."""
    verdict = weigh(assessment, report, knowledge, found)
    if _is_doubtful(verdict, assessment, found, report):
        verdict = HANDS_OFF
    if not is_asked and _is_only_ill(report, verdict):
        # What it is, is not known: whoever is ill is asked whether he is, and told to call.
        verdict, assessment = HANDS_OFF, _asked_whether_ill(assessment)
    return replace(triaged(assessment, report, verdict, knowledge), evidence=found)


def _is_only_ill(report: Report, verdict: Verdict) -> bool:
    is_short = len(report.said.words) <= FEW_WORDS
    return report.is_only_ill and (verdict.is_calm or is_short)


def _asked_whether_ill(assessment: Assessment) -> Assessment:
    if assessment.outcome != "none":
        return assessment
    return replace(assessment, outcome="check", decided_by=ONLY_ILL)


def _is_letter_of_the_well(
    text: str, assessment: Assessment, report: Report, reader: Reader
) -> bool:
    """Whether somebody writes that he is well, and asks whether he may do something."""
    is_guess = reader.context is not None and is_only_guessed_of_the_well(assessment, report)
    return is_guess and is_well_and_asks_leave(read_message(text, reader.context))


def _is_doubtful(
    verdict: Verdict, assessment: Assessment, found: float | None, report: Report
) -> bool:
    """Whether the triage would ask without evidence; an alarm of the safety layer's is evidence."""
    is_alarm = assessment.outcome == "urgent"
    return verdict.is_calm and not is_alarm and is_without_evidence(found, report)


def is_rather_a_question(assessment: Assessment, *, is_topic: bool) -> bool:
    """Whether what the triage would answer is doubtful as a report, so that a message that is
    surely about a topic, or surely none of the assistant's matters, is taken as that."""
    if not isinstance(assessment, TriagedAssessment) or not assessment.is_calm:
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
    persons = report.said.english.persons
    return any(word.norm in persons for word in report.said.words.items)


def sounds_of_nothing(assessment: Assessment) -> bool:
    """Whether the recogniser rather doubts that anything is reported."""
    report = assessment.report if isinstance(assessment, TriagedAssessment) else None
    return report is not None and report.nothing > MOST_NOTHING


def by_safety_alone(assessment: Assessment) -> Assessment:
    """The safety layer's own judgement of a message that the triage would have answered."""
    if isinstance(assessment, TriagedAssessment) and assessment.is_calm:
        return assessment.by_safety or assessment
    return assessment


def if_nothing_answers(assessment: Assessment) -> Assessment:
    """The same where a turn fails: what was set aside because a question is open is heard, too."""
    if isinstance(assessment, TriagedAssessment) and assessment.outcome == "none":
        return assessment.by_safety or assessment
    return assessment
