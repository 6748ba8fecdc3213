"""What follows from the mere form of a message, in which no report is to be looked for."""

from __future__ import annotations

from bot.dialogue.details import only_says_where, tells_of_a_scan
from bot.dialogue.measures import is_bare_count
from bot.dialogue.open_question import AskedQuestion, answers_question, only_tells_details
from bot.dialogue.plain_words import is_surely_settled, is_to_be_asked, only_says_since_when
from bot.dialogue.reading import read_message
from bot.dialogue.reports import MOOD, Reader
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment

FEW_WORDS = 4
ONLY_ILL = "feels ill, and names nothing"
OF_A_SCAN = "what a scan shows"
ONLY_WHERE = "says where it is, and not what"
# "Spots" is a word for a rash, too.
_SHOWN_AS = frozenset({"rash"})
_SETTLED = "over, or seen by the care team"
_LONGEST_PLAIN_CHARACTERS = 300


def by_its_form(
    text: str, assessment: Assessment, question: AskedQuestion | None, reader: Reader
) -> Assessment | None:
    """What follows from a message in which no report is to be looked for; None: it may be one."""
    if reader.is_harmless_button(text):
        return Assessment("none")
    if question is None and is_to_be_asked(text, assessment, reader.context):
        return Assessment("check", decided_by=ONLY_ILL)
    if question is None and is_surely_settled(text, assessment, reader.context):
        return Assessment("none", decided_by=_SETTLED)
    is_suspected = assessment.outcome != "none" and assessment.is_only_suspected
    is_calm = is_suspected or assessment.outcome == "none"
    if is_calm and _is_only_fear_beside_treatment(text, reader):
        return Assessment("none")
    if question is None and is_calm and _is_of_a_scan(text, reader):
        return Assessment("none", decided_by=OF_A_SCAN)
    if question is None and is_suspected and _only_says_where(text, reader):
        return Assessment("check", decided_by=ONLY_WHERE)
    if is_suspected and _is_plain(text, reader):
        return assessment.without_suspicion()
    today = _only_how_it_is(text, reader)
    if today is not None and is_calm:
        is_bad = today == "worse" and question is None
        return Assessment("check" if is_bad else "none", decided_by=ONLY_ILL)
    if question is not None and is_suspected and _is_only_a_count(text, question, reader):
        # "3 times" may count whatever was asked about.
        return TriagedAssessment("none", by_safety=assessment, takes_over=True)
    if question is not None and _only_tells_details(text, question, assessment, reader):
        return TriagedAssessment("none", by_safety=assessment)
    if question is not None and answers_question(text, assessment, question, reader):
        return TriagedAssessment("none", by_safety=assessment, takes_over=True)
    return None


def _only_tells_details(
    text: str, question: AskedQuestion, assessment: Assessment, reader: Reader
) -> bool:
    """ "Arms and back, it came up on Monday, woke me once": where something is, and how it goes. A
    rule reads nothing in that but its numbers."""
    is_heard = assessment.outcome != "none" and question.symptom != MOOD
    may_count = any(map(str.isdigit, text)) and not assessment.is_only_suspected
    if not is_heard or may_count:
        return False
    return only_tells_details(reader.said(text), reader.rules.knowledge)


def _is_only_a_count(text: str, question: AskedQuestion, reader: Reader) -> bool:
    """ "Twice"; not "twice I threw up", which names what is counted."""
    said = reader.said(text)
    if not set(said.happening) <= {question.symptom}:
        return False
    return len(said.words) <= FEW_WORDS and is_bare_count(said.words, said.measures)


def _is_of_a_scan(text: str, reader: Reader) -> bool:
    """ "I have spots on my lungs" tells what a scan shows: no rash, and not what is felt. Not where
    anything else is told."""
    if reader.context is None or len(text) > _LONGEST_PLAIN_CHARACTERS:
        return False
    is_shown = tells_of_a_scan(read_message(text, reader.context))
    return is_shown and set(reader.said(text).happening) <= _SHOWN_AS


def _only_says_where(text: str, reader: Reader) -> bool:
    """ "About half my arm" under an alarm, or after a rash: a mere suspicion of a stroke in it is
    none, and whoever writes only that is asked."""
    is_read = reader.context is not None and len(text) <= _LONGEST_PLAIN_CHARACTERS
    return is_read and only_says_where(read_message(text, reader.context))


def _is_plain(text: str, reader: Reader) -> bool:
    """Whether it says nothing but "third cycle next week, ipi nivo", "and how long?", "the second
    one" or "since last night": a mere suspicion in it is none."""
    if reader.context is None or len(text) > _LONGEST_PLAIN_CHARACTERS:
        return False
    reading = read_message(text, reader.context)
    return reading.is_plain or only_says_since_when(reading)


def _is_only_fear_beside_treatment(text: str, reader: Reader) -> bool:
    """Whether it tells of a treatment and of fear, and nothing else: the fear is comforted."""
    is_read = reader.context is not None and len(text) <= _LONGEST_PLAIN_CHARACTERS
    return is_read and read_message(text, reader.context).is_fear_beside_fact


def _only_how_it_is(text: str, reader: Reader) -> str | None:
    """ "Better", "much worse", "the same": of what, is not said, so that nothing is guessed."""
    if reader.context is None or len(text.split()) >= FEW_WORDS:
        return None
    reading = read_message(text, reader.context)
    is_told = reading.is_only_today and not reading.is_short_question  # "is that bad" asks
    return reading.today if is_told else None
