"""One turn of a conversation as the triage sees it: a message in, what is said and kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from bot.dialogue.after_advice import advised_on, goes_on_after_advice
from bot.dialogue.answers import read_answer, says_it_is_wrong, says_no, title_key
from bot.dialogue.known import name_last, remember, with_known
from bot.dialogue.later import (
    is_denial,
    is_graver,
    of_last_named,
    put_once,
    raised,
)
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.settling import mildest_marked, rank, settled_by
from bot.dialogue.suicide_question import button_about_suicide, is_about_suicide
from bot.dialogue.taking_back import takes_back
from bot.dialogue.triage import alarmed, answer, break_off, leave, report, without
from bot.dialogue.triage_knowledge import Action, Question, is_red
from bot.dialogue.triage_levels import Rules, result
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Step, Triage
from bot.dialogue.whole_talk import another_symptom, decided_by_talk

Says = Literal[
    "question", "emergency", "crisis", "call_now", "call_today", "self_care", "left", "apology"
]  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """What is said, None where the triage has nothing to say, and the state afterwards."""

    says: Says | None
    triage: Triage


def take_turn(triage: Triage, message: Message, reader: Reader) -> Turn:
    """What a message means for the triage. An alarm is left alone; the triage only keeps its level,
    and asks nothing more about what was reported before.

    While a question is open, its answer is read first; what is no answer may be another report, and
    everything else is answered elsewhere. What is stated and denied counts in the whole talk.
    """
    said = reader.said(message.text)
    known = with_known(said, triage)
    turn = _turn_of(triage, message, said, known, reader)
    turn = _unless_the_talk_decides(turn, triage, message, known, reader)
    if triage.lost_question:
        turn = _after_lost_question(turn, message, said, known, reader)
    tells = message.takes_over or turn.says is not None
    tells = message.alarm is not None or (tells and not said.asks)
    after = remember(turn.triage, said, tells)
    reported = message.symptoms if tells and not is_denial(said) else ()
    after = replace(name_last(after, said, reported), lost_question=False)
    return replace(turn, triage=after)


def _turn_of(triage: Triage, message: Message, said: Said, known: Said, reader: Reader) -> Turn:
    rules = reader.rules
    if message.alarm is not None:
        action = cast("Action", message.alarm)
        return Turn(None, alarmed(triage, message.symptoms, action, known, rules))
    if triage.question is not None:
        answered = _answered(triage, message, said, known, reader)
        if answered is not None:
            return answered
    else:
        step = _of_before(triage, message, said, known, rules)
        if step is not None:
            return _turn(put_once(step), reader)
    if message.is_check:
        return Turn(None, triage)
    case = advised_on(triage, rules)
    if case is not None and goes_on_after_advice(triage, case, message, said, reader):
        step = report(triage, [case.symptom], known, rules, result(case, triage, rules))
        return _turn(put_once(step), reader)
    if message.takes_over and is_denial(said):
        return Turn(None, triage)
    if message.takes_over:
        return _reported(triage, message, said, known, reader)
    return Turn(None, triage)


def _answered(
    triage: Triage, message: Message, said: Said, known: Said, reader: Reader
) -> Turn | None:
    """What follows from a message while a question is open; None: it may report another symptom."""
    assert triage.question is not None
    name, place = triage.question
    rules, symptom = reader.rules, reader.rules.knowledge.symptoms[name]
    question = symptom.questions[place]
    others = _others(message, said, name)
    is_none = says_it_is_wrong(said, rules.knowledge)
    is_none |= takes_back(message.told, said, symptom, reader)
    is_left = message.stops or is_none
    chosen = read_answer(said, question, rules.knowledge)
    is_else = bool(others) or message.asks_clearly
    if is_about_suicide(symptom, question) and not is_else:
        chosen = button_about_suicide(chosen, said, question, rules.knowledge, is_left=is_left)
    if chosen == "stop" or (chosen is None and is_left):
        return Turn("left", leave(triage)) if is_none else _stopped(triage, reader)
    if chosen is not None and _is_pressed(message.text, question):
        # What stands on a button answers its own question, and no other.
        return _turn(answer(triage, chosen, _nothing_but_known(triage, reader), rules), reader)
    if chosen is not None:
        return _turn(answer(triage, chosen, known, rules, others), reader)
    # "New" alone sounds like some report; no other symptom is named, so it is none.
    return None if others else _without_answer(triage, message, said, known, reader)


def _stopped(triage: Triage, reader: Reader) -> Turn:
    """What follows from the plain wish to be asked no more: what was reported is not forgotten."""
    step = break_off(triage, reader.rules)
    if is_red(step.action):
        return _turn(step, reader)
    about = tuple(case.symptom for case in triage.cases if case.stage == "open")
    return Turn("left", replace(leave(triage), about=about, unanswered=triage.question))


def _reported(triage: Triage, message: Message, said: Said, known: Said, reader: Reader) -> Turn:
    """What follows from a report; facts that seem graver than its wording as a whole are asked
    about, or do not count."""
    is_first = all(case.stage != "open" for case in triage.cases)
    advice = message.advice if is_first else None
    is_doubtful = message.asks_anew and not _is_known(triage, message.symptoms)
    if is_doubtful:
        advice = None
    if is_doubtful or message.is_surely_mild:
        known = _doubted(said, triage, reader)
    return _turn(report(triage, message.symptoms, known, reader.rules, advice), reader)


def _is_pressed(text: str, question: Question) -> bool:
    return title_key(text) in {title_key(button.title) for button in question.buttons}


def _nothing_but_known(triage: Triage, reader: Reader) -> Said:
    return with_known(reader.said(""), triage)


def _doubted(said: Said, triage: Triage, reader: Reader) -> Said:
    """The message with what it denies; what it seems to state is doubtful."""
    doubted = replace(
        reader.said(""),
        denied=said.denied,
        signs_denied=said.signs_denied,
        treatment=said.treatment,
        of_relative=said.of_relative,
    )
    return with_known(doubted, triage)


def _unless_the_talk_decides(
    turn: Turn, before: Triage, message: Message, said: Said, reader: Reader
) -> Turn:
    """What the messages of the talk, read as one report, lead to, in place of a further question,
    where a question was open and this message states something about its symptom."""
    may_decide = (
        before.question is not None
        and turn.says in ("question", None)
        and not (said.asks or message.is_check)
        and message.alarm is None
    )
    if before.question is None or not may_decide:
        return turn
    is_unread = turn.triage.question in (None, before.question)
    symptom = before.question[0]
    action = decided_by_talk(message.told, symptom, said, reader, is_unread=is_unread)
    if action is None:
        return turn
    closed = replace(turn.triage, question=None)
    return _turn(report(closed, [symptom], said, reader.rules, action), reader)


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
    asked = _turn(report(anew, [symptom], known, reader.rules), reader)
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
    step = raised(triage, said, known, rules, None if about_another else is_close)
    if step is not None and (is_red(step.action) or not about_another):
        return step
    step = of_last_named(triage, said, known, rules)
    if step is None or (message.is_check and not is_graver(step)):
        return None
    return step


def _without_answer(
    triage: Triage, message: Message, said: Said, known: Said, reader: Reader
) -> Turn:
    """What follows from a message that does not answer the open question: facts that settle another
    one are kept; a denial of something else, and what is not understood at all, get the question
    once more. A second time it is advised to call today, here or after something else is
    answered."""
    assert triage.question is not None
    name, _ = triage.question
    meant = another_symptom(message.told, name, reader)
    if meant is not None:
        return _turn(report(without(triage, name), [meant], known, reader.rules), reader)
    case = triage.case(name)
    questions = reader.rules.knowledge.symptoms[name].questions
    if said.treatment not in (None, triage.treatment) and not said.asks:
        # "CAR-T, sixteen days now" may make it graver.
        return _turn(report(triage, [name], known, reader.rules), reader)
    if case is not None and (message.is_unclear or not said.asks):
        known_places = [settled_by(known, question) for question in questions]
        places = zip(questions, known_places, case.chosen, strict=True)
        if any(_is_news(question, new, old) for question, new, old in places):
            return _turn(report(triage, [name], known, reader.rules), reader)
        is_no = says_no(said, reader.rules.knowledge)
        if is_no and triage.put_again and not is_denial(said):
            # It is no answer, and nothing harmless follows from it.
            mildest = mildest_marked(questions[triage.question[1]])
            return _turn(answer(triage, mildest, known, reader.rules), reader)
        if is_denial(said) or ((message.is_unclear or is_no) and not triage.put_again):
            return Turn("question", replace(triage, put_again=True))
        if message.is_unclear and triage.put_again and not said.asks:
            # Twice unanswered, and nothing else was meant: whoever is not understood calls today.
            return _turn(break_off(triage, reader.rules), reader)
    return Turn(None, triage)


def _is_news(question: Question, new: int | None, old: int | None) -> bool:
    """Whether a button is chosen that was not, or that is graver than the one before."""
    return new is not None and (old is None or rank(question, new) > rank(question, old))


def _others(message: Message, said: Said, name: str) -> list[str]:
    """Symptoms besides the one asked about, where the message names them."""
    if not message.takes_over:
        return []
    return [one for one in message.symptoms if one != name and said.names_apart(one, name)]


def put_again(triage: Triage, message: Message, reader: Reader) -> Turn:
    """After something else was answered, the open question is put once more; whoever goes on to
    something else, or leaves, is told whom to call. Not after an alarm."""
    if triage.question is None or message.alarm or message.is_check:
        return Turn(None, triage)
    if triage.put_again or message.says_goodbye:
        return _turn(break_off(triage, reader.rules), reader)
    return Turn("question", replace(triage, put_again=True))


def _turn(step: Step, reader: Reader) -> Turn:
    if step.action is None:
        return Turn("question", step.triage)
    if step.action == "emergency" and reader.rules.knowledge.symptoms[step.symptoms[0]].crisis:
        return Turn("crisis", step.triage)
    return Turn(step.action, step.triage)
