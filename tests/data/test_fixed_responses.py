"""domain.yml: the fixed responses. The urgent ones have a form of their own."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import get_args

import pytest

from bot.channels.replies import Reply
from bot.content.faq_files import Response
from bot.content.kinds import KINDS
from bot.dialogue.open_alarm import OpenAlarm
from bot.nlu.after_alarm import Remark
from bot.nlu.alarm_replies import MEASURED_AGAIN, of_call, of_remark
from bot.nlu.check_answers import SAY_YES
from bot.nlu.triage_policy import ACTIONS
from bot.safety.escalation import (
    CALL_BOTH,
    CALL_FOR_ANOTHER,
    CALL_UNNAMED,
    OVERDOSES,
    URGENT_RESPONSES,
)
from bot.safety.talk import AfterAlarm
from tests.data.content import fixed_responses
from tests.data.test_answers import KNOWN_WORDS, LONGEST_PAYLOAD_BYTES, placeholders

ALARMS = [OpenAlarm(intent, response) for intent, response in URGENT_RESPONSES.items()]
# What follows what is said of the call, or of anything else, under an alarm …
UNDER_AN_ALARM = {
    *(of_call(alarm, said) for alarm, said in product(ALARMS, get_args(AfterAlarm))),
    *(of_remark(remark, alarm) for alarm, remark in product(ALARMS, get_args(Remark))),
}
# … and is no alarm itself.
CALM = {
    None, "utter_help_is_coming", "utter_corrected", "utter_please_call",
    "utter_please_call_crisis_line", "utter_please_call_emergency",
    # seen, there or on its way; or it is about nobody whom the alarm was meant for
    "utter_seen", "utter_help_is_there", "utter_until_help_comes", "utter_going_in",
    "utter_not_the_patient",
}  # fmt: skip
# "It's 37 now" is no sort of remark: the policy chooses it beside the table.
REPEATS_AN_ALARM = (UNDER_AN_ALARM | {MEASURED_AGAIN}) - CALM - set(URGENT_RESPONSES.values())
# What the code fills in itself, per response.
OWN_WORDS = {
    "call_emergency": {"about"},
    "call_emergency_and_crisis_line": {"about"},
    "call_care_team": {"about"},
    "you_wrote_about": {"understood"},
    "check_now": {"understood"},
    "check_emergency": {"understood"},
    "call_line": {"understood"},
    "call_line_emergency": {"understood"},
    "triage_question": {"opening", "question"},
    "triage_left_open": {"understood"},
    "about_other_treatment": {"other_treatment", "your_treatment"},
    "about_one_treatment": {"other_treatment"},
    "about_relatives_other": {"other_treatment", "your_treatment", "whose"},
    "triage_unanswered": {"question"},
    "triage_unanswered_call_now": {"question"},
    "triage_unanswered_emergency": {"question"},
    "triage_unanswered_crisis": {"question"},
    "triage_first": {"understood"},
    "triage_first_guess": {"understood"},
    "triage_first_of_relative": {"understood"},
    "triage_unclear": {"understood"},
    "triage_again": {"understood"},
    "triage_call_today": {"understood", "tell", "urgent"},
    "triage_self_care": {"understood", "care", "urgent"},
    "triage_then_emergency": {"signs"},
    "triage_call_today_again": {"understood"},
    "triage_self_care_again": {"understood"},
    "first_topic": {"first_topic"},
    "second_topic": {"second_topic"},
    "source_line": {"source", "reviewed"},
    "follow_up": {"topic"},
    "treatment_noted": {"your_treatment"},
    "relatives_treatment_noted": {"your_treatment", "whose"},
    "past_treatment_noted": {"your_treatment"},
    "relatives_past_treatment_noted": {"your_treatment", "whose"},
    "drug_is": {"drug", "other_treatment"},
    "treatment_corrected": {"your_treatment"},
    "relatives_treatment_corrected": {"your_treatment", "whose"},
    "last_treatment_noted": {"time"},
    "next_treatment_noted": {"time"},
    "expectations": {"expectation"},
    "same_treatment": {"your_treatment"},
    "relatives_same_treatment": {"your_treatment", "whose"},
    **{
        name: {"value"}
        for name in (
            "no_fever",
            "calm_value",
            "value_to_tell",
            "blood_result",
            "blood_result_today",
        )
    },
    "symptom_today": {"symptom"},
    "symptom_same": {"symptom"},
    "symptom_worse": {"symptom"},
}
URGENT = [r for r in fixed_responses() if r.metadata.get("kind") == "red_flag"]
LONGEST_URGENT_WORDS = 60
# A long list of findings, as long as one that `Assessment.understood` can make.
UNDERSTOOD = "a fever of 39.4 °C, trouble breathing and a rash that blisters or peels"


def name_of(response: Response) -> str:
    return response.name


def filled(response: Response) -> str:
    text = response.text.replace("{about}", f"You wrote about {UNDERSTOOD}.")
    text = text.replace("{understood}", UNDERSTOOD)
    for word in KNOWN_WORDS:
        text = text.replace("{" + word + "}", "Suicide Crisis Line" if "name" in word else "911")
    return text


@pytest.mark.parametrize("response", fixed_responses(), ids=name_of)
def test_response_is_complete(response: Response) -> None:
    assert response.text.strip(), response.place
    assert response.metadata.get("kind") in KINDS, f"{response.place}: kind"
    unknown = placeholders(response.text) - KNOWN_WORDS - OWN_WORDS.get(response.name, set())
    assert not unknown, f"{response.place}: unknown words in braces: {unknown}"
    assert set(response.metadata.get("calls", [])) <= KNOWN_WORDS, response.place
    for button in response.buttons:
        assert len(button["payload"].encode()) <= LONGEST_PAYLOAD_BYTES, response.place
        assert not button["payload"].startswith("/"), f"{response.place}: no intents in buttons"


def test_last_button_of_an_offer_fits() -> None:
    (offer,) = [r for r in fixed_responses() if r.name == "did_you_mean"]
    assert 0 < len(offer.metadata["last_button"].encode()) <= LONGEST_PAYLOAD_BYTES


def test_every_response_has_one_variant() -> None:
    variants = Counter(response.name for response in fixed_responses())
    assert max(variants.values()) == 1, variants.most_common(1)


def test_urgent_responses_are_those_that_the_code_says() -> None:
    chosen = {*URGENT_RESPONSES.values(), CALL_BOTH, CALL_FOR_ANOTHER, CALL_UNNAMED, *OVERDOSES}
    chosen |= {ACTIONS[action] for action in ("emergency", "crisis", "call_now")}
    chosen.add("utter_symptom_worse")  # asked about on the day after
    assert {f"utter_{r.name}" for r in URGENT} == {*chosen, SAY_YES, *REPEATS_AN_ALARM}


@pytest.mark.parametrize("response", URGENT, ids=name_of)
def test_urgent_response_starts_with_the_action(response: Response) -> None:
    text = filled(response)
    first_sentence = text.split("\n")[0].split(". ")[0]
    assert first_sentence.startswith("Call "), response.place
    assert "now" in first_sentence.replace(":", " ").replace(".", " ").split(), response.place
    assert "?" not in text, f"{response.place}: asks before the patient has called"
    assert len(text.split()) <= LONGEST_URGENT_WORDS, f"{response.place}: {len(text.split())} words"
    assert not response.buttons, f"{response.place}: nothing to press but the phone"


@pytest.mark.parametrize("response", URGENT, ids=name_of)
def test_urgent_response_links_the_phones_it_names(response: Response) -> None:
    named = {word for word in placeholders(response.text) if word.endswith("_phone")}
    assert named <= set(response.metadata["calls"]), response.place
    assert response.metadata["kind"] == "red_flag", response.place
    assert response.metadata["urgency"] in {"emergency", "call_now"}, response.place


@pytest.mark.parametrize(
    "name",
    [
        "check_now",
        "apology",
        "too_long",
        "out_of_scope",
        "care_team_only",
        "greet",
        "check_unnamed",
    ],
)
def test_what_does_not_answer_names_the_phone(name: str) -> None:
    (response,) = [r for r in fixed_responses() if r.name == name]
    assert "{care_team_phone}" in response.text, response.place


def test_every_response_reads_as_a_reply() -> None:
    for response in fixed_responses():
        reply = Reply.of({"text": response.text, "metadata": response.metadata})
        assert reply.kind == response.metadata["kind"]


def test_only_remarks_under_an_alarm_repeat_it() -> None:
    """A reply that repeats gives the care team no notice. That nobody answers the phone, or that
    the patient cannot call, is news; so is each alarm of its own."""
    repeating = {f"utter_{r.name}" for r in fixed_responses() if r.metadata.get("repeats")}
    news = {"utter_nobody_answers", "utter_nobody_answers_crisis_line", "utter_cannot_call"}
    assert repeating == REPEATS_AN_ALARM - news
    assert all(
        Reply.of({"text": r.text, "metadata": r.metadata}).repeats
        is (f"utter_{r.name}" in repeating)
        for r in fixed_responses()
    )
