"""Alarms that the wording as a whole does not bear out: they are asked about instead. Pure."""

from __future__ import annotations

from bot.dialogue.reports import Report
from bot.dialogue.triage_knowledge import TriageKnowledge, is_red
from bot.safety.decisions import BY_A_NUMBER
from bot.safety.finding import DETECTOR, Assessment

# Decided so: what the detector guessed is something else than what is reported (weighing.py).
GUESS_SET_ASIDE = "a guess of something else was set aside"

# Thresholds chosen on tests/dialogue/dev, tests/safety/dev and graded reports of four writers in
# November 2026. The share of "nothing is reported" above which no alarm is taken away:
MOST_NOTHING_OF_MILD = 0.1
# A call that only the detector guesses is asked about where it and the wording are less sure than
# this: of 1,320 red flags of the development sets none is such a call, of 20 over-called reports of
# two writers 3 are. A weak call that a rule reads is asked about below this likelihood of red: 3 of
# 3 were milder.
SURE_CALL_FROM, SURELY_RED_FROM, SHARE_OF_WEAK_CALL_FROM = 0.7, 0.92, 0.5
LEAST_RED_OF_WEAK_CALL = 0.6
# … or where the detector doubts as much, the symptom is as clear, and it is no likelier red as it
# is told: 2 of 2 were milder, and of 1,620 red flags and 285 red reports none is such a call.
SURE_OF_A_READ_CALL_FROM, SHARE_OF_A_READ_CALL_FROM, TOLD_OF_A_READ_CALL_FROM = 0.5, 0.9, 0.75
# How grave a count is, its table knows, unless the detector suspects more than this: of the same
# 1,900 none is red that is counted as less and suspected less.
SURE_DESPITE_A_COUNT_FROM, LONGEST_COUNTED_WORDS = 0.6, 20
# An emergency that only the detector guesses, and no surer than that, is asked about below this: 3
# of 3 were milder, and of the same 1,900 none is red.
LEAST_TOLD_OF_WEAK_EMERGENCY = 0.88
# In so few words, a call for what was guessed as something else must be as likely red as this, and
# as likely red as it is told: of 6 such calls 2 were not, and those were milder.
FEW_WORDS_BESIDE_A_GUESS, RED_OF_FEW_WORDS_FROM, TOLD_OF_FEW_WORDS_FROM = 8, 0.96, 0.9
# In a letter of more words than this a named symptom that is hardly heard is beside the point, and
# a guess that is less sure than that is asked about: 2 of 2 such calls were milder.
LETTER_WORDS, HARDLY_HEARD_TO, SURE_OF_A_LETTER_FROM = 40, 0.3, 0.9
# In words of doubt ("maybe", "a bit", words.yml), a call is asked about where the wording is as
# likely to need a question: 5 of 5 such calls were no more than that.
TO_ASK_IN_DOUBT_FROM = 0.5
# A few words that as surely need a question, and are no likelier red, are asked about whatever one
# of them says, where the detector suspects no more: "so thirsty lately". Of 1,740 red flags of the
# development sets none is such a report.
SURELY_TO_ASK_FROM, MOST_RED_OF_WHAT_IS_ASKED = 0.9, 0.1
MOST_SUSPECTED_OF_WHAT_IS_ASKED, LONGEST_ASKED_WORDS = 0.5, 10
# Of what is seldom urgent (relations.yml), with this share, only a guess as sure as this holds.
SHARE_OF_SELDOM_RED_FROM, SURE_OF_SELDOM_RED_FROM = 0.9, 0.9


def is_weak_alarm(assessment: Assessment, report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether an alarm is too weak for what is surely reported, so that it is asked about."""
    return (
        _is_weak_call(assessment, report)
        or _is_weak_emergency(assessment, report)
        or _is_call_in_few_words(assessment, report)
        or _is_call_of_a_letter(assessment, report)
        or (_is_call(assessment) and is_told_in_doubt(report, knowledge))
        or _is_guess_of_something_mild(assessment, report, knowledge)
    )


def is_letter(report: Report) -> bool:
    """Whether so much is told that not everything in it is the point."""
    return len(report.said.words) > LETTER_WORDS


def is_mild_beyond_doubt(assessment: Assessment, report: Report) -> bool:
    """Whether the wording as a whole outweighs what else alarms; never an alarm that a rule reads,
    a number, or suicide."""
    counting = [finding for finding in assessment.findings if finding.counts]
    is_read = any(one.reason != DETECTOR for one in counting) and assessment.outcome == "urgent"
    is_read |= any(one.is_emergency_by_rule for one in counting) or assessment.crisis
    is_number = report.measured or assessment.decided_by == BY_A_NUMBER
    is_mild = report.is_mild_beyond_doubt and report.nothing <= MOST_NOTHING_OF_MILD
    return is_mild and not (is_read or is_number)


def _is_weak_call(assessment: Assessment, report: Report) -> bool:
    """Whether a call to the care team is little more than the detector's guess, of a symptom that
    is well recognised, and of which no fact is red."""
    is_doubtful = assessment.suspicion < SURE_CALL_FROM
    if assessment.is_only_suspected:
        is_doubtful &= report.red_as_told < SURELY_RED_FROM
    else:
        is_doubtful &= report.red < LEAST_RED_OF_WEAK_CALL or _is_faint_call(assessment, report)
    is_recognised = report.share >= SHARE_OF_WEAK_CALL_FROM
    return _is_call(assessment) and is_doubtful and is_recognised and not is_red(report.level)


def _is_faint_call(assessment: Assessment, report: Report) -> bool:
    """Whether a rule reads a call of which neither detector nor recogniser is sure: "I get puffed
    when I carry the shopping up"."""
    is_clear = report.share >= SHARE_OF_A_READ_CALL_FROM
    is_faint = assessment.suspicion < SURE_OF_A_READ_CALL_FROM
    return is_clear and is_faint and report.red_as_told < TOLD_OF_A_READ_CALL_FROM


def is_counted_as_mild(assessment: Assessment, report: Report) -> bool:
    """Whether few words count what the table knows how often is urgent, and no rule reads more:
    "been sick twice"."""
    is_read = assessment.outcome != "none" and not assessment.is_only_suspected
    is_one = len(report.symptoms) == 1 and len(report.said.words) <= LONGEST_COUNTED_WORDS
    is_mild = report.is_counted and not is_red(report.level)
    return is_mild and is_one and not is_read and assessment.suspicion < SURE_DESPITE_A_COUNT_FROM


def _is_weak_emergency(assessment: Assessment, report: Report) -> bool:
    """Whether an emergency is no more than a weak guess: "I can't manage the hoovering"."""
    is_guess = assessment.is_only_suspected and assessment.suspicion < SURE_CALL_FROM
    is_body = assessment.tier == "emergency" and not assessment.crisis
    is_doubtful = report.red_as_told < LEAST_TOLD_OF_WEAK_EMERGENCY and not is_red(report.level)
    return is_guess and is_body and is_doubtful and report.share >= SHARE_OF_WEAK_CALL_FROM


def _is_call_in_few_words(assessment: Assessment, report: Report) -> bool:
    """Whether a few words sounded like something else: "up four times in the night to pee", or,
    with an emergency that is no surer, "dad's just worn out, rest doesn't help"."""
    is_doubtful = assessment.suspicion < SURE_CALL_FROM and not assessment.crisis
    is_other = assessment.decided_by == GUESS_SET_ASIDE
    is_other &= _is_call(assessment) or is_doubtful
    words = sum(word.norm.isalnum() for word in report.said.words.items)
    is_clear = report.red >= RED_OF_FEW_WORDS_FROM
    is_clear &= report.red_as_told >= TOLD_OF_FEW_WORDS_FROM
    is_short = words <= FEW_WORDS_BESIDE_A_GUESS and not is_red(report.level)
    return is_other and is_short and not is_clear


def is_surely_to_ask(assessment: Assessment, report: Report) -> bool:
    """Whether a few words surely need a question as a whole, no rule reads an emergency, no number
    is told, and nothing sounds of suicide."""
    is_read = any(one.counts and one.is_emergency_by_rule for one in assessment.findings)
    is_graver = is_read or assessment.crisis or assessment.tier == "emergency"
    is_number = report.measured or assessment.decided_by == BY_A_NUMBER
    is_open = report.to_ask >= SURELY_TO_ASK_FROM and report.red <= MOST_RED_OF_WHAT_IS_ASKED
    is_open &= len(report.said.words) <= LONGEST_ASKED_WORDS and not report.is_counted
    is_quiet = assessment.suspicion < MOST_SUSPECTED_OF_WHAT_IS_ASKED
    return is_open and is_quiet and not (is_graver or is_number)


def _is_call_of_a_letter(assessment: Assessment, report: Report) -> bool:
    """Whether a guess takes a letter for a call that names one symptom by the way: "I can't sleep,
    so I did the whole book of crosswords"."""
    is_mild_letter = is_letter(report) and not is_red(report.level)
    is_by_the_way = len(report.symptoms) == 1 and report.share < HARDLY_HEARD_TO
    is_guess = assessment.is_only_suspected and assessment.suspicion < SURE_OF_A_LETTER_FROM
    return is_mild_letter and is_by_the_way and is_guess and _is_call(assessment)


def is_told_in_doubt(report: Report, knowledge: TriageKnowledge) -> bool:
    """Whether whoever reports it is not sure of it, and too little is told: "my wife thinks my skin
    looks a bit yellowish"."""
    is_open = report.to_ask >= TO_ASK_IN_DOUBT_FROM and report.level != "emergency"
    is_recognised = report.share >= SHARE_OF_WEAK_CALL_FROM and not report.measured
    return is_open and is_recognised and bool(knowledge.doubted.find(report.said.words))


def _is_guess_of_something_mild(
    assessment: Assessment, report: Report, knowledge: TriageKnowledge
) -> bool:
    """Whether only the detector alarms, and not surely, about what is hardly ever urgent: "I can't
    stop scratching my shins" is no weakness."""
    is_sure = report.share >= SHARE_OF_SELDOM_RED_FROM
    is_mild = is_sure and report.symptoms[0] in knowledge.relations.seldom_red
    is_guess = assessment.is_only_suspected and assessment.suspicion < SURE_OF_SELDOM_RED_FROM
    return is_mild and is_guess and assessment.outcome == "urgent" and not assessment.crisis


def _is_call(assessment: Assessment) -> bool:
    """Whether it is an alarm of the safety layer's, but no emergency, crisis or number."""
    is_number = assessment.decided_by == BY_A_NUMBER
    is_call = assessment.outcome == "urgent" and assessment.tier == "call_now"
    return is_call and not (is_number or assessment.crisis)
