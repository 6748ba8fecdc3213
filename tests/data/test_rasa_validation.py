"""Rasa's own validation of domain, examples and rules, with every warning accounted for."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

from bot.settings.paths import CONFIG_FILE, CONVERSATION_DIR, DOMAIN_FILE, FAQ_DIR

# Rasa reads all content once more, which takes as long as hundreds of other tests.
pytestmark = pytest.mark.slow

# Set by components (fallback, red flags), never learned from examples.
INTENTS_WITHOUT_EXAMPLES = {
    "other_language",
    "two_topics",
    "offer_topics",
    "red_flag_emergency",
    "red_flag_crisis",
    "red_flag_call_now",
    "red_flag_check",
}
# Said by the guard, added to an answer, or put into one; no rule names them.
RESPONSES_WITHOUT_RULE = {
    # chosen by the policies of triage and context, by the messengers, or said beside others
    "utter_about_other_treatment",
    "utter_about_one_treatment",
    "utter_about_relatives_other",
    "utter_answer_with_letter",
    "utter_answer_with_number",
    "utter_ask_time",
    "utter_ask_treatment",
    "utter_cell_therapy_line",
    "utter_deleted",
    "utter_did_not_help",
    "utter_did_this_help",
    "utter_expect_button",
    "utter_expectations",
    "utter_follow_up",
    "utter_go_on",
    "utter_helped",
    "utter_last_treatment_noted",
    "utter_menu",
    "utter_menu_group",
    "utter_messenger_note",
    "utter_next_treatment_noted",
    "utter_not_in_groups",
    "utter_only_text",
    "utter_only_the_words",
    "utter_please_wait",
    "utter_past_treatment_noted",
    "utter_relatives_past_treatment_noted",
    "utter_relatives_same_treatment",
    "utter_relatives_treatment_corrected",
    "utter_relatives_treatment_noted",
    "utter_same_treatment",
    "utter_stopped",
    "utter_treatment_ended",
    "utter_symptom_better",
    "utter_symptom_same",
    "utter_symptom_today",
    "utter_symptom_worse",
    "utter_treatment_corrected",
    "utter_treatment_forgotten",
    "utter_treatment_noted",
    "utter_triage_after_cells",
    "utter_out_of_scope_again",
    "utter_triage_because_of_cells",
    "utter_triage_again",
    "utter_triage_believed",
    "utter_triage_believed_of_suicide",
    "utter_triage_call_now",
    "utter_triage_call_today",
    "utter_triage_crisis",
    "utter_triage_emergency",
    "utter_triage_first",
    "utter_triage_first_guess",
    "utter_triage_first_of_relative",
    "utter_triage_left",
    "utter_triage_left_open",
    "utter_triage_make_sure",
    "utter_triage_make_sure_of_suicide",
    "utter_triage_question",
    "utter_triage_self_care",
    "utter_triage_several",
    "utter_triage_suicide_of_relative",
    "utter_triage_then_emergency",
    "utter_triage_call_today_again",
    "utter_triage_self_care_again",
    "utter_triage_told",
    "utter_triage_unanswered",
    "utter_triage_unanswered_call_now",
    "utter_triage_unanswered_crisis",
    "utter_triage_unanswered_emergency",
    "utter_triage_unclear",
    "utter_triage_why",
    "utter_triage_why_danger",
    "utter_triage_why_danger_of_suicide",
    "utter_which_one",
    "utter_apology",
    "utter_too_long",
    "utter_call_line",
    "utter_source_line",
    "utter_what_you_wrote",
    "utter_you_wrote_about",
    # chosen by what the escalation says beside its intent
    "utter_call_overdose",
    "utter_call_overdose_of_another",
    "utter_call_emergency_and_crisis_line",
    "utter_call_unnamed",
    "utter_check_unnamed",
    "utter_check_unnamed_of_another",
    "utter_check_emergency",
    "utter_check_crisis",
    "utter_call_crisis_line_for_another",
    "utter_check_crisis_of_another",
    "utter_check_help_to_die",
    "utter_call_line_emergency",
    "utter_call_line_crisis",
    "utter_blood_result",
    "utter_blood_result_today",
    "utter_calm_value",
    "utter_no_fever",
    "utter_value_to_tell",
    "utter_tell_what_was_done",
    # chosen by the red-flag policy
    "utter_nobody_answers",
    "utter_line_unanswered",
    "utter_line_unanswered_asked",
    "utter_line_unanswered_advised",
    "utter_crisis_line_is_there",
    "utter_safe_now",
    "utter_nobody_answers_crisis_line",
    "utter_cannot_call",
    "utter_really_urgent",
    "utter_really_an_emergency",
    "utter_still_call",
    "utter_someone_may_call",
    "utter_someone_may_call_in_an_emergency",
    "utter_measured_again",
    "utter_still_an_emergency",
    "utter_still_crisis",
    "utter_please_call",
    "utter_please_call_emergency",
    "utter_please_call_crisis_line",
    "utter_help_is_coming",
    "utter_ask_them",
    "utter_ask_them_in_an_emergency",
    "utter_corrected",
    "utter_corrected_emergency",
    "utter_going_in",
    "utter_help_is_there",
    "utter_long_over",
    "utter_not_the_patient",
    "utter_not_the_patient_emergency",
    "utter_seen",
    "utter_until_help_comes",
    "utter_until_they_call",
    # above or under an answer
    "utter_again",
    "utter_said_again",
    "utter_no_more",
    "utter_drug_is",
    "utter_comfort",
    "utter_not_always_failed",
    "utter_alarm_stands",
    "utter_emergency_stands",
    "utter_crisis_stands",
    # below a refusal
    "utter_closest_topics",
    # said with what follows a no
    "utter_if_it_comes_back",
    "utter_not_in_crisis",
    # chosen by what the question is about
    "utter_care_team_only_medicines",
    "utter_care_team_only_prognosis",
    "utter_care_team_only_daily_life",
    "utter_general_call_line",
}


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator.from_importer(
        TrainingDataImporter.load_from_config(
            str(CONFIG_FILE), str(DOMAIN_FILE), [str(FAQ_DIR), str(CONVERSATION_DIR)]
        )
    )


def warnings_of(check: Callable[[], bool]) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check()
    ours = [warning for warning in caught if issubclass(warning.category, UserWarning)]
    return [re.sub(r"\x1b\[\d+m", "", str(warning.message)) for warning in ours]


def names_in(messages: list[str]) -> set[str]:
    return {match[1] for message in messages if (match := re.search(r"'([\w/]+)'", message))}


def test_all_intents_but_those_of_components_have_examples(validator: Validator) -> None:
    assert names_in(warnings_of(validator.verify_intents)) == INTENTS_WITHOUT_EXAMPLES


def test_every_intent_has_a_rule(validator: Validator) -> None:
    messages = warnings_of(validator.verify_intents_in_stories)
    # It looks through the intents once more, with the same warnings as above.
    assert names_in(messages) == INTENTS_WITHOUT_EXAMPLES
    assert not [message for message in messages if "not used in any story" in message]


def test_all_responses_but_those_of_the_guard_have_a_rule(validator: Validator) -> None:
    found = names_in(warnings_of(validator.verify_utterances_in_stories))
    assert found == RESPONSES_WITHOUT_RULE


@pytest.mark.parametrize(
    "check",
    [
        "verify_example_repetition_in_intents",
        "verify_forms_in_stories_rules",
        "verify_actions_in_stories_rules",
        "verify_form_slots",
        "verify_slot_mappings",
        "verify_domain_validity",
    ],
)
def test_rasa_finds_nothing_wrong(validator: Validator, check: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert getattr(validator, check)()


def test_rules_do_not_contradict_each_other(validator: Validator) -> None:
    assert validator.verify_story_structure(ignore_warnings=False)
