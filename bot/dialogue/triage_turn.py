"""One turn of a conversation as the triage sees it: a message in, what is said and kept out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from bot.dialogue.answers import read_answer
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.settling import settled_by
from bot.dialogue.triage import alarmed, answer, leave, report, result
from bot.dialogue.triage_knowledge import Action
from bot.dialogue.triage_state import Step, Triage

Says = Literal[
    "question", "emergency", "crisis", "call_now", "call_today", "self_care", "left"
]  # fmt: skip


@dataclass(frozen=True)
class Message:
    """A message and how it was judged.

    Attributes:
        text: what the patient wrote.
        symptoms: the symptoms that it reports.
        takes_over: whether the triage answers the report.
        asks_anew: whether what it says is doubtful, so that all is asked.
        advice: what it leads to without a question, as its wording says all that decides.
        alarm: the alarm that is raised about it, "emergency" or "call_now"; None: none is.
        is_check: whether the patient is asked if a red flag is happening now.
        is_unclear: whether nothing else is understood in it, either.
        follows_advice: whether the last thing said was the triage's advice.
    """

    text: str
    symptoms: tuple[str, ...] = ()
    takes_over: bool = False
    asks_anew: bool = False
    advice: Action | None = None
    alarm: str | None = None
    is_check: bool = False
    is_unclear: bool = False
    follows_advice: bool = False


@dataclass(frozen=True)
class Turn:
    """What is said, None where the triage has nothing to say, and the state afterwards."""

    says: Says | None
    triage: Triage


def take_turn(triage: Triage, message: Message, reader: Reader) -> Turn:
    """What a message means for the triage. An alarm is left alone; the triage only keeps its level.

    While a question is open, its answer is read first; what is no answer may be another report, and
    everything else is answered elsewhere.
    """
    said = reader.said(message.text)
    rules = reader.rules
    if message.alarm is not None:
        action = cast("Action", message.alarm)
        return Turn(None, alarmed(triage, message.symptoms, action, said, rules))
    if triage.question is not None:
        name, place = triage.question
        question = rules.knowledge.symptoms[name].questions[place]
        chosen = read_answer(said, question, rules.knowledge)
        others = _others(message, said, name)
        if chosen == "stop":
            return Turn("left", leave(triage))
        if chosen is not None:
            return _turn(answer(triage, chosen, said, rules, others), reader)
        if not others:
            # "new" alone sounds like some report; no other symptom is named, so it is none.
            return _without_answer(triage, message, said, reader)
    if message.is_check:
        return Turn(None, triage)
    if not message.takes_over and _goes_on_after_advice(triage, message, said, reader):
        case = triage.case(triage.about[0])
        assert case is not None
        step = report(triage, [case.symptom], said, rules, result(case, triage, rules))
        return _turn(replace(step, triage=replace(step.triage, put_again=True)), reader)
    if message.takes_over and message.asks_anew:
        return _turn(report(triage, message.symptoms, reader.said(""), rules), reader)
    if message.takes_over:
        is_first = all(case.stage != "open" for case in triage.cases)
        advice = message.advice if is_first else None
        return _turn(report(triage, message.symptoms, said, rules, advice), reader)
    return Turn(None, triage)


def _without_answer(triage: Triage, message: Message, said: Said, reader: Reader) -> Turn:
    """What follows from a message that does not answer the open question: facts that settle another
    one are kept; what is not understood at all gets the question once more, and a second time the
    question is left alone."""
    assert triage.question is not None
    name, _ = triage.question
    case = triage.case(name)
    questions = reader.rules.knowledge.symptoms[name].questions
    if case is not None and (message.is_unclear or not said.asks):
        known = [settled_by(said, question) for question in questions]
        news = [new for new, old in zip(known, case.chosen, strict=True) if old is None]
        if any(new is not None for new in news):
            return _turn(report(triage, [name], said, reader.rules), reader)
        if message.is_unclear and not triage.put_again:
            return Turn("question", replace(triage, put_again=True))
    return Turn(None, leave(triage) if triage.put_again else triage)


def _goes_on_after_advice(triage: Triage, message: Message, said: Said, reader: Reader) -> bool:
    """Whether a message goes on about what was advised on: "I can still hold a cup". Facts are
    used whenever nothing else is understood; right after the advice, what is not understood at all
    gets it once more."""
    case = triage.case(triage.about[0]) if triage.about else None
    if triage.question is not None or case is None or case.stage != "done" or said.asks:
        return False
    questions = reader.rules.knowledge.symptoms[case.symptom].questions
    if any(settled_by(said, question) is not None for question in questions):
        return message.is_unclear or message.follows_advice
    return message.is_unclear and message.follows_advice and not triage.put_again


def _others(message: Message, said: Said, name: str) -> list[str]:
    """Symptoms besides the one asked about, where the message names them."""
    if not message.takes_over:
        return []
    return [one for one in message.symptoms if one != name and one in said.happening]


def put_again(triage: Triage, message: Message) -> Turn:
    """After something else was answered, the open question is put once more; not after an alarm."""
    if triage.question is None or triage.put_again or message.alarm or message.is_check:
        return Turn(None, triage)
    return Turn("question", replace(triage, put_again=True))


def _turn(step: Step, reader: Reader) -> Turn:
    if step.action is None:
        return Turn("question", step.triage)
    if step.action == "emergency" and reader.rules.knowledge.symptoms[step.symptoms[0]].crisis:
        return Turn("crisis", step.triage)
    return Turn(step.action, step.triage)
