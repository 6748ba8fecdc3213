"""One turn of a conversation as the triage sees it: a message in, what is said and kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bot.dialogue.after_advice import advised_on, goes_on_after_advice, grave_after_advice
from bot.dialogue.answering import answered, late_answer
from bot.dialogue.answers import asks_back
from bot.dialogue.guessed_symptom import falls, without_guess
from bot.dialogue.known import (
    name_last,
    remember,
    with_known,
    with_stated_treatment,
    without_others_treatment,
)
from bot.dialogue.later import (
    is_denial,
    is_graver,
    of_last_named,
    points_back,
    put_once,
    raised,
)
from bot.dialogue.limiting import only_limits
from bot.dialogue.measures import corrects_count, is_bare_count
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.triage import (
    alarmed,
    break_off,
    leave,
    report,
)
from bot.dialogue.triage_knowledge import FACT, Action, is_red
from bot.dialogue.triage_levels import Rules, result
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Step, Triage
from bot.dialogue.turns import Turn, turn_of
from bot.dialogue.whole_talk import decided_by_talk

_FEVER_MEDICINE = f"{FACT}:fever_medicine"


def take_turn(triage: Triage, message: Message, reader: Reader) -> Turn:
    """What a message means for the triage. An alarm is left alone; the triage only keeps its level,
    and asks nothing more about what was reported before.

    While a question is open, its answer is read first; what is no answer may be another report, and
    everything else is answered elsewhere. What is stated and denied counts in the whole talk.
    """
    said = reader.said(message.text)
    triage = without_others_treatment(triage, said)
    known = with_known(said, triage, reader.rules.knowledge.relations)
    if triage.question is not None and _is_count(said):
        known = replace(known, counts=True)
    late = late_answer(replace(triage, undone=False), message, said, known, reader)
    before = replace(triage, undone=False, guessed=None)
    turn = late or _turn_of(before, message, said, known, reader)
    turn = _unless_the_talk_decides(turn, triage, message, known, reader)
    if falls(before, turn, message, said):
        turn = without_guess(turn)
    if triage.lost_question:
        turn = _after_lost_question(turn, message, said, known, reader)
    # "Took paracetamol" tells something while a question is open, whatever it is taken for.
    tells = message.takes_over or message.denies or turn.says is not None
    tells = tells or triage.question is not None
    asks = said.asks or asks_back(said, reader.rules.knowledge)
    tells |= _FEVER_MEDICINE in said.stated
    tells = message.alarm is not None or (tells and not asks)
    after = remember(turn.triage, said, tells, reader.rules.knowledge.relations)
    after = with_stated_treatment(after, said)
    reported = message.symptoms if tells and not is_denial(said) else ()
    after = replace(name_last(after, said, reported, reader.rules.knowledge), lost_question=False)
    return replace(turn, triage=after)


def _is_count(said: Said) -> bool:
    """ "7", or "actually it was 6 more": a count, whichever question is open."""
    words, known = said.words, said.measures
    return is_bare_count(words, known) or corrects_count(words, known)


def _turn_of(triage: Triage, message: Message, said: Said, known: Said, reader: Reader) -> Turn:
    rules = reader.rules
    if message.alarm is not None:
        action = cast("Action", message.alarm)
        return Turn(None, alarmed(triage, message.symptoms, action, known, rules))
    if triage.question is not None:
        turn = answered(triage, message, said, known, reader)
        if turn is not None:
            return turn
    else:
        step = _of_before(triage, message, said, known, rules)
        if step is not None:
            return turn_of(put_once(step) if step.action else step, reader.rules)
    if message.is_check:
        return Turn(None, triage)
    case = advised_on(triage, rules)
    grave = grave_after_advice(case, message, said, reader) if case is not None else None
    if case is not None and grave is not None:
        return turn_of(put_once(report(triage, [case.symptom], known, rules, grave)), rules)
    if case is not None and goes_on_after_advice(triage, case, message, said, reader):
        step = report(triage, [case.symptom], known, rules, result(case, triage, rules))
        return turn_of(put_once(step), reader.rules)
    if message.takes_over:
        return _reported(triage, message, said, known, reader)
    return Turn(None, triage)


def _reported(triage: Triage, message: Message, said: Said, known: Said, reader: Reader) -> Turn:
    """What follows from a report; facts that seem graver than its wording as a whole are asked
    about, or do not count."""
    is_first = all(case.stage != "open" for case in triage.cases)
    advice = message.advice if is_first else None
    is_doubtful = message.asks_anew and not _is_known(triage, message.symptoms)
    is_doubtful &= _FEVER_MEDICINE not in triage.stated  # a pill may hide the fever
    if is_doubtful:
        advice = None
    if is_doubtful or message.is_surely_mild:
        known = _doubted(said, triage, reader)
    turn = turn_of(report(triage, message.symptoms, known, reader.rules, advice), reader.rules)
    asked = turn.triage.question
    is_guess = asked is not None and not said.names(asked[0])
    return replace(turn, triage=replace(turn.triage, is_guess=is_guess))


def _doubted(said: Said, triage: Triage, reader: Reader) -> Said:
    """The message with what it denies; what it seems to state is doubtful."""
    doubted = replace(
        reader.said(""),
        denied=said.denied,
        signs_denied=said.signs_denied,
        treatment=said.treatment,
        holder=said.holder,
    )
    return with_known(doubted, triage, reader.rules.knowledge.relations)


def _unless_the_talk_decides(
    turn: Turn, before: Triage, message: Message, said: Said, reader: Reader
) -> Turn:
    """What the messages of the talk, read as one report, lead to, in place of a further question,
    where a question was open and this message states something about its symptom."""
    may_decide = (
        before.question is not None
        and not turn.triage.made_sure
        and turn.says in ("question", None)
        and not (said.asks or message.is_check)
        and message.alarm is None
    )
    if before.question is None or not may_decide:
        return turn
    is_unread = turn.triage.question in (None, before.question)
    symptom = before.question[0]
    case = turn.triage.case(symptom)
    if case is None:
        return turn
    action = decided_by_talk(message.told, case, said, reader, is_unread=is_unread)
    if action is None:
        return turn
    if not is_red(action) and only_limits(reader.said(message.text), reader.rules.knowledge):
        return turn  # "just in the morning" leaves the other questions open
    closed = replace(turn.triage, question=None)
    return turn_of(report(closed, [symptom], said, reader.rules, action), reader.rules)


def _after_lost_question(
    turn: Turn, message: Message, said: Said, known: Said, reader: Reader
) -> Turn:
    """What follows where a message may answer a question that is asked no more: its symptom is
    asked about from the beginning; of one that is not known any more the patient hears whom to
    call. A question of the patient's is answered elsewhere first."""
    if turn.says is not None or message.alarm is not None:
        return turn
    goes_first = said.asks or message.is_check
    symptom = next((case.symptom for case in turn.triage.cases if case.stage == "open"), None)
    if symptom is None:
        return turn if goes_first else replace(turn, says="apology")
    if message.stops:
        return Turn("left", leave(turn.triage))
    anew = replace(turn.triage, put_again=False)
    asked = turn_of(report(anew, [symptom], known, reader.rules), reader.rules)
    return replace(asked, says=None) if goes_first and asked.says == "question" else asked


def _is_known(triage: Triage, symptoms: Sequence[str]) -> bool:
    """Whether the symptom was reported before, so that what is said of it now is no guess."""
    return any(triage.case(name) is not None for name in symptoms[:1])


def _of_before(
    triage: Triage, message: Message, said: Said, known: Said, rules: Rules
) -> Step | None:
    """What a message adds to a symptom of before: a graver action, or a report of "it"."""
    if said.asks:
        return None
    about_another = (
        message.takes_over
        and said.happening
        and not any(triage.case(name) for name in message.symptoms[:1])
    )
    is_close = message.follows_advice or message.is_unclear
    if message.follows_advice and _goes_on_about_it(said):
        about_another = False
    step = raised(triage, said, known, rules, None if about_another else is_close)
    if step is not None and (is_red(step.action) or not about_another):
        return step
    step = of_last_named(triage, said, known, rules)
    if step is None or (message.is_check and not is_graver(step)):
        return None
    return step


def _goes_on_about_it(said: Said) -> bool:
    """Whether a message right after advice is about what that was for, whatever else it sounds of:
    "it's blistering", "still going after 2 days", "4th time today"."""
    begins = said.words.norm(0)
    return points_back(said) or said.spreads or (begins in said.english.still and said.unimproved)


def put_again(triage: Triage, message: Message, reader: Reader) -> Turn:
    """After something else was answered, the open question is put once more; whoever goes on to
    something else, or leaves, is told whom to call. Not after an alarm."""
    if triage.question is None or message.alarm or message.is_check:
        return Turn(None, triage)
    if triage.put_again or message.says_goodbye:
        return turn_of(break_off(triage, reader.rules), reader.rules)
    return Turn("question", triage.once_more(""))
