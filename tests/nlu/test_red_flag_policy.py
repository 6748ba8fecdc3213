"""bot/nlu/red_flag_policy.py: what follows an answer to a check, and what is said of the call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import MagicMock

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.adding_up import adds_up_to_an_emergency
from bot.nlu.red_flag_policy import RedFlagPolicy, reply_to
from bot.nlu.turn_reading import read_turn
from bot.safety.escalation import Escalation
from bot.settings.paths import DOMAIN_FILE
from tests.nlu.said_before import (
    CALL_NOW,
    CHEST,
    CRISIS,
    EMERGENCY,
    FEVER,
    SUICIDE,
    asks,
    conversation,
    said,
)


def after(before: Escalation, *texts: str) -> str | None:
    first = ("before", before.intent or "greet", before)
    rest = [(text, "deny" if text == "no" else "other", Escalation()) for text in texts]
    return reply_to(read_turn(conversation(first, *rest)))


@pytest.mark.parametrize(
    ("asked", "text", "reply"),
    [
        (FEVER, "yes", "utter_call_checked"),
        (FEVER, "I am not sure", "utter_call_checked"),
        (FEVER, "no, it got worse", "utter_call_checked"),
        (FEVER, "39", "utter_call_checked"),
        (FEVER, "36.8", "utter_not_now"),
        (FEVER, "37.9", "utter_call_checked"),
        (FEVER, "no", "utter_not_now"),
        (FEVER, "last week", "utter_not_now"),
        (CHEST, "on and off", "utter_call_checked"),
        (FEVER, "what is CAR-T", None),
        (Escalation(), "yes", None),
    ],
)
def test_answers_to_a_check(asked: Escalation, text: str, reply: str | None) -> None:
    assert after(asked, text) == reply


@pytest.mark.parametrize(
    ("between", "reply"),
    [
        (["no"], "utter_call_checked"),
        (["who is this", "thanks"], "utter_call_checked"),
        (["who is this", "thanks", "hello?"], None),
    ],
)
def test_what_answers_nothing_may_stand_before_the_yes(
    between: list[str], reply: str | None
) -> None:
    assert after(FEVER, *between, "yes it is") == reply


def test_a_symptom_told_in_place_of_a_yes_is_asked_about() -> None:
    asked = ("hm", "red_flag_check", Escalation("red_flag_check"))
    told = read_turn(conversation(asked, ("the runs since yesterday", "other", Escalation())))
    assert reply_to(told) == "utter_call_checked"
    assert reply_to(replace(told, is_report=True)) is None
    named = read_turn(
        conversation(("hot", "red_flag_check", FEVER), ("yes", "other", Escalation()))
    )
    assert reply_to(replace(named, is_report=True)) == "utter_call_checked"


@pytest.mark.parametrize(
    ("alarming", "added", "reply"),
    [
        ("fever 38.3", "sorry, I forgot to say I'm confused", "utter_call_emergency"),
        ("fever 38.6", "I'm panting", "utter_call_emergency"),
        ("fever 38.6", "no cough", None),
    ],
)
def test_what_is_added_to_an_alarm_is_weighed_with_it(
    alarming: str, added: str, reply: str | None
) -> None:
    alarm = (alarming, "red_flag_call_now", CALL_NOW)
    own = Escalation("red_flag_check")
    adds_up = adds_up_to_an_emergency(conversation(alarm), added, {"red_flag": own.as_dict()})
    turn = read_turn(conversation(alarm, (added, "other", own)))
    assert reply_to(replace(turn, remark=None, adds_up=adds_up)) == reply


@pytest.mark.parametrize(
    ("alarm", "text", "reply"),
    [
        (CRISIS, "I took the pills", "utter_call_overdose"),
        (CRISIS, "I did it", "utter_call_overdose"),
        (CALL_NOW, "I took the pills", None),
    ],
)
def test_what_was_done_after_thoughts_of_suicide(
    alarm: Escalation, text: str, reply: str | None
) -> None:
    told = conversation(("x", str(alarm.intent), alarm), (text, "other", Escalation()))
    assert reply_to(replace(read_turn(told), remark=None)) == reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("no", "utter_not_now"),
        ("no, I'm just tired", "utter_not_now"),
        ("👎", "utter_not_now"),
        ("yes", "utter_call_checked"),
        ("it crosses my mind", "utter_call_checked"),
        ("I'd rather not say", "utter_call_checked"),
        ("only at night", "utter_call_checked"),
        ("why do you ask that", "utter_check_crisis"),
        ("leave me alone", "utter_call_checked"),
        ("...", "utter_call_checked"),
    ],
)
def test_answers_to_the_question_about_suicide(text: str, reply: str) -> None:
    assert after(SUICIDE, text) == reply


def test_a_clear_question_and_another_symptom_do_not_answer_it() -> None:
    asked = said("so hopeless", "red_flag_check", SUICIDE)
    question = said("what is CAR-T", "types", Escalation())
    question.parse_data["intent_ranking"] = [{"name": "types/car_t", "confidence": 0.9}]
    report = said("my head hurts a lot", "out_of_scope", Escalation())
    report.parse_data["report"] = {"symptoms": ["headache"], "takes_over": True}
    for message in (question, report):
        tracker = DialogueStateTracker.from_events("one", [asked, asks(SUICIDE), message])
        assert reply_to(read_turn(tracker)) is None


@pytest.mark.parametrize(
    ("alarm", "text", "reply"),
    [
        (CALL_NOW, "nobody answers", "utter_nobody_answers"),
        (EMERGENCY, "the line is busy", "utter_nobody_answers"),
        (CRISIS, "nobody answers", "utter_nobody_answers_crisis_line"),
        (CALL_NOW, "what was the number", "utter_call_care_team"),
        (EMERGENCY, "what was the number", "utter_call_emergency"),
        (CRISIS, "what was the number", "utter_call_crisis_line"),
        (CALL_NOW, "I can't call, I'm deaf", "utter_cannot_call"),
        (CALL_NOW, "is it really urgent?", "utter_really_urgent"),
        (EMERGENCY, "is it really urgent?", "utter_really_an_emergency"),
        (CRISIS, "is it really urgent?", "utter_call_crisis_line"),
        (CALL_NOW, "no sorry, that was last week", "utter_corrected"),
        (EMERGENCY, "no sorry, that was last week", "utter_corrected_emergency"),
        (CRISIS, "no sorry, that was last week", "utter_still_crisis"),
        (CALL_NOW, "they've admitted him", "utter_help_is_coming"),
        (CALL_NOW, "a nurse will ring me back", "utter_help_is_coming"),
        (CALL_NOW, "what is CAR-T", None),
        (Escalation(), "nobody answers", "utter_line_unanswered"),
        (Escalation(), "what was the number", None),
    ],
)
def test_what_is_said_of_the_call(alarm: Escalation, text: str, reply: str | None) -> None:
    assert after(alarm, text) == reply


@pytest.mark.parametrize(
    ("own", "reply"),
    [
        (Escalation(), "utter_line_unanswered"),
        (Escalation("red_flag_check"), "utter_line_unanswered"),
        (FEVER, None),
    ],
)
def test_nobody_answers_without_an_alarm(own: Escalation, reply: str | None) -> None:
    tracker = conversation(("nobody answers the phone there", "other", own))
    assert reply_to(read_turn(tracker)) == reply


def test_the_call_is_forgotten_after_a_few_messages() -> None:
    assert after(CALL_NOW, "thanks", "on hold") == "utter_nobody_answers"
    several = ["thanks", "what is CAR-T", "and TIL", "thanks", "ok", "thanks", *["and CRS"] * 4]
    assert after(CALL_NOW, *several[:9], "on hold") == "utter_nobody_answers"
    assert after(CALL_NOW, *several, "on hold") is None


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(DOMAIN_FILE))


def policy() -> RedFlagPolicy:
    context = ExecutionContext(GraphSchema({}))
    return RedFlagPolicy(RedFlagPolicy.get_default_config(), MagicMock(), Resource("p"), context)


def predicted(tracker: DialogueStateTracker, domain: Domain) -> str | None:
    """The action that the policy predicts; None where it leaves the turn alone."""
    probabilities = policy().predict_action_probabilities(tracker, domain).probabilities
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    return domain.action_names_or_texts[best] if probabilities[best] else None


def test_the_reply_is_said_once_and_then_it_listens(domain: Domain) -> None:
    first = said("hot", "red_flag_check", FEVER)
    listen = ActionExecuted(ACTION_LISTEN_NAME)
    answer = said("not sure", "out_of_scope", Escalation())
    asked = [listen, first, ActionExecuted("utter_check_now"), asks(FEVER), listen, answer]
    tracker = DialogueStateTracker.from_events("one", asked)
    assert predicted(tracker, domain) == "utter_call_checked"
    tracker.update(ActionExecuted("utter_call_checked"))
    assert predicted(tracker, domain) == ACTION_LISTEN_NAME


def test_a_turn_with_something_urgent_is_left_alone(domain: Domain) -> None:
    events = [
        said("hot", "red_flag_check", FEVER),
        ActionExecuted(ACTION_LISTEN_NAME),
        said("yes, 39.4", "red_flag_call_now", CALL_NOW),
    ]
    assert predicted(DialogueStateTracker.from_events("one", events), domain) is None


@pytest.mark.parametrize(
    ("alarm", "own", "reply"),
    [
        (EMERGENCY, replace(CALL_NOW, is_final=False), "utter_still_an_emergency"),
        (EMERGENCY, CALL_NOW, None),
        (EMERGENCY, replace(EMERGENCY, is_final=False), None),
        (CALL_NOW, replace(CALL_NOW, is_final=False), None),
        (Escalation(), replace(CALL_NOW, is_final=False), None),
    ],
)
def test_a_weak_suspicion_of_something_lesser_changes_no_emergency(
    alarm: Escalation, own: Escalation, reply: str | None
) -> None:
    before = ("x", str(alarm.intent), alarm)
    assert reply_to(read_turn(conversation(before, ("y", str(own.intent), own)))) == reply


@pytest.mark.parametrize(
    ("text", "answer", "reply"),
    [
        ("sí", "yes", "utter_call_checked"),
        # in English it would be a no
        ("No sé", "not_sure", "utter_call_checked"),
        ("no, ya no", "no", "utter_not_now"),
        ("no, ahora es peor", None, None),
    ],
)
def test_answers_in_another_language(text: str, answer: str | None, reply: str | None) -> None:
    own = Escalation(language="es", answer=answer)
    asked = ("me siento raro", "red_flag_check", replace(FEVER, language="es"))
    assert reply_to(read_turn(conversation(asked, (text, "other", own)))) == reply
    before = ("hola", "other_language", Escalation(language="es"))
    assert reply_to(read_turn(conversation(before, (text, "other", own)))) is None


@pytest.mark.parametrize(
    ("answer", "reply"),
    [("no", "utter_not_now"), ("yes", "utter_call_checked"), (None, "utter_call_checked")],
)
def test_suicide_in_another_language(answer: Any, reply: str) -> None:
    own = Escalation(language="es", answer=answer)
    asked = ("no quiero seguir", "red_flag_check", replace(SUICIDE, language="es"))
    assert reply_to(read_turn(conversation(asked, ("a veces", "other", own)))) == reply


@pytest.mark.parametrize(
    ("before", "answer", "reply"),
    [
        (CALL_NOW, "nobody_answers", "utter_nobody_answers"),
        (CRISIS, "nobody_answers", "utter_nobody_answers_crisis_line"),
        (Escalation(), "nobody_answers", "utter_line_unanswered"),
        (FEVER, "nobody_answers", "utter_line_unanswered"),
        (EMERGENCY, "help_is_coming", "utter_help_is_coming"),
        (Escalation(), "help_is_coming", "utter_help_is_coming"),
        # nobody has said yet that help is called
        (CALL_NOW, "thanks", "utter_please_call"),
        (CRISIS, "no", "utter_call_crisis_line"),
        (EMERGENCY, None, "utter_call_emergency"),
        # the rules say these
        (FEVER, "thanks", None),
        (Escalation(), "goodbye", None),
    ],
)
def test_remarks_in_another_language(before: Escalation, answer: Any, reply: str | None) -> None:
    first = ("before", before.intent or "greet", before)
    own = Escalation(language="es", answer=answer)
    assert reply_to(read_turn(conversation(first, ("whatever", "other", own)))) == reply
