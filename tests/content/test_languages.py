"""bot/data/languages: every language is whole, and its words come before the English ones."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from bot.content.language_files import LanguageDataError, language_folders, load_languages
from bot.content.languages import (
    ENGLISH_ONLY,
    PLACEHOLDERS,
    language_words,
    load_language_words,
    said_in,
    text_for,
)
from bot.content.red_flag_files import load_knowledge
from bot.content.response_book import ResponseBook
from bot.safety import RedFlagKnowledge
from bot.settings.clinic import load_clinic
from bot.settings.paths import LANGUAGES_DIR

CODES = [
    "ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tl", "tr", "vi",
    "zh",
]  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> RedFlagKnowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def symptoms_of(knowledge: RedFlagKnowledge) -> dict[str, set[str]]:
    """By language the symptoms that it has words for."""
    languages = load_languages(knowledge.symptoms).languages
    return {code: set(language.symptoms) for code, language in languages.items()}


@pytest.fixture
def book(domain: Domain) -> ResponseBook:
    return ResponseBook(domain.responses, load_clinic())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two of the languages, to be spoilt."""
    for name in ("es", "zh"):
        shutil.copytree(LANGUAGES_DIR / name, tmp_path / name)
    shutil.copy(LANGUAGES_DIR / "english.yml", tmp_path)
    return tmp_path


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_seventeen_languages_have_words_rules_and_examples(
    symptoms_of: dict[str, set[str]],
) -> None:
    assert sorted(language_words()) == CODES
    assert sorted(symptoms_of) == CODES
    assert [path.name for path in language_folders()] == CODES


@pytest.mark.parametrize("code", CODES)
def test_every_language_knows_the_gravest_symptoms(
    code: str, symptoms_of: dict[str, set[str]]
) -> None:
    assert symptoms_of[code] >= {
        "self_harm", "sudden_breathlessness", "chest_pain", "stroke", "seizure", "collapse",
        "unconscious", "throat_swelling", "severe_bleeding", "vomiting_blood", "fever", "rigors",
        "diarrhea", "vomiting", "bleeding", "belly_pain", "skin", "jaundice", "confusion",
        "headache_vision", "weakness", "heart", "urine_swelling", "infection",
    }  # fmt: skip


def test_arabic_is_written_from_right_to_left() -> None:
    assert {code for code, one in language_words().items() if one.direction == "rtl"} == {"ar"}


@pytest.mark.parametrize("code", CODES)
def test_the_urgent_words_come_first_and_the_english_ones_below(
    code: str, book: ResponseBook
) -> None:
    english = book.message("utter_call_emergency", understood="chest pain")
    assert english is not None
    said = book.said_in(code, "utter_call_emergency", english)
    own, below = said["text"].split("\n\n", 1)
    assert below == english["text"]
    assert own.count("911") == 1
    assert "555-0100" in own
    assert "{" not in own
    assert own[:20] != below[:20]
    assert said["metadata"] == {**english["metadata"], "language": code}
    assert "language" not in english["metadata"]


def test_english_and_what_is_not_known_stays_as_it_is(book: ResponseBook) -> None:
    message = book.message("utter_call_emergency", understood="chest pain")
    assert message is not None
    for code in ("en", "xx"):
        assert book.said_in(code, "utter_call_emergency", message) == message


def test_buttons_are_translated_and_what_they_send_stays_english(book: ResponseBook) -> None:
    check = book.message("utter_check_now", understood="a fever")
    assert check is not None
    check["buttons"].append({"title": "Is fever normal?", "payload": "Is fever normal?"})
    said = book.said_in("es", "utter_check_now", check)
    assert [button["title"] for button in said["buttons"]] == [
        "Sí",
        "No",
        "No sé",
        "Is fever normal?",
    ]
    assert [b["payload"] for b in said["buttons"]] == [b["payload"] for b in check["buttons"]]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("utter_call_emergency", "call_emergency"),
        ("utter_call_care_team", "call_now"),
        ("utter_call_unnamed", "call_now"),
        ("utter_call_crisis_line", "crisis"),
        ("utter_call_emergency_and_crisis_line", "emergency_and_crisis"),
        ("utter_call_overdose", "emergency_and_crisis"),
        ("utter_check_now", "check"),
        ("utter_check_unnamed", "check"),
        ("utter_check_emergency", "check_emergency"),
        ("utter_check_crisis", "check_crisis"),
        ("utter_not_now", "not_now"),
        ("utter_nobody_answers", "no_answer"),
        ("utter_line_unanswered", "no_answer"),
        ("utter_thanks", "welcome"),
        ("utter_goodbye", "goodbye"),
        ("utter_help_is_coming", "help_is_coming"),
        ("utter_really_urgent", "call_now"),
        ("utter_really_an_emergency", "call_emergency"),
        ("utter_apology", "apology"),
        ("utter_too_long", "apology"),
        ("utter_out_of_scope", "english_only"),
        (ENGLISH_ONLY, "english_only"),
    ],
)
def test_which_text_says_a_response(response: str, expected: str, book: ResponseBook) -> None:
    message = book.message(response)
    assert message is not None
    assert text_for(response, message["metadata"], load_clinic().words()) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("utter_check_emergency", "check_emergency"),
        ("utter_check_crisis", "check_crisis"),
        # as the conversation says them: what the intent asks, filled with what fits better
        ("utter_check_now", "check_emergency"),
    ],
)
def test_where_one_number_is_for_both_nobody_with_chest_pain_is_asked_about_suicide(
    name: str, expected: str
) -> None:
    words = {"care_team_phone": "555-0100", "emergency_phone": "112", "crisis_phone": "112"}
    metadata = {"kind": "check", "calls": ["112", "555-0100"]}
    assert text_for(name, metadata, words) == expected


@pytest.mark.parametrize("code", CODES)
def test_the_check_for_an_emergency_names_the_emergency_number_first(
    code: str, book: ResponseBook
) -> None:
    english = book.message("utter_check_emergency", understood="chest pain")
    assert english is not None
    said = book.said_in(code, "utter_check_emergency", english)
    own, below = said["text"].split("\n\n", 1)
    assert below == english["text"]
    assert [number for number in re.findall(r"\d[\d-]*", own) if number != "24"] == [
        "911",
        "555-0100",
    ]
    question, _, call = own.partition("911")
    assert re.search("[?？؟。]|ไหม", question)
    assert "555-0100" in call


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_text_without_its_number_is_refused(name: str, folder: Path) -> None:
    file = folder / "es" / "urgent.yml"
    line = next(row for row in file.read_text(encoding="utf-8").splitlines() if f"  {name}:" in row)
    spoil(file, line, f'  {name}: "sin números"')
    with pytest.raises(LanguageDataError, match=rf"urgent\.yml, line \d+: “{name}” should have"):
        load_language_words(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("red_flags.yml", '    - "fiebre"', "    - [", r"red_flags\.yml, line \d+: not readable"),
        ("red_flags.yml", '"desmay*"', '"desmay(*"', r"line \d+: “desmay\(\*” is no phrase"),
        ("red_flags.yml", "  collapse:", "  colapso:", r"line \d+: “colapso” is no symptom"),
        ("red_flags.yml", "answers:", "anwsers:", r"line \d+: add “answers: …” to the file"),
        ("red_flags.yml", '  "no":', '  "nein":', r"line \d+: add “no: …” to answers"),
        ("red_flags.yml", "  thanks:", "  tanks:", r"line \d+: add “thanks: …” to remarks"),
        ("red_flags.yml", '    - "adios"', '    - "adi(os"', r"“adi\(os” is no phrase"),
        ("red_flags.yml", "  many:", "  much:", r"line \d+: add “many: …” to stools"),
        ("red_flags.yml", '"# diarreas"', '"diarreas"', r"line \d+: “diarreas” needs a “#”"),
        ("red_flags.yml", "  past:", "  pasts:", r"“pasts” is unknown here, do you mean “past”"),
        ("red_flags.yml", "  polite:", "  poli:", r"line \d+: “poli” is unknown here"),
        ("red_flags.yml", "words: >-", "wrds: >-", r"line \d+: “wrds” is unknown here"),
        ("red_flags.yml", "spaced: true", "spaced: yes", r"line \d+: “spaced” should be true or"),
        ("red_flags.yml", '    - "fiebre"', "    -", r"\d+: an entry of “.*” should be a text"),
        ("red_flags.yml", "  collapse:", "  stroke: []\n  collapse:", r'"stroke" stands twice'),
        ("red_flags.yml", "  stroke:", "  stroke: ictus\n  seizure:", "stands twice"),
        ("red_flags.yml", "scripts: []", "scripts: LATIN", r"line \d+: “scripts” should be a list"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    file: str, old: str, new: str, message: str, folder: Path, knowledge: RedFlagKnowledge
) -> None:
    spoil(folder / "es" / file, old, new)
    with pytest.raises(LanguageDataError, match=message):
        load_languages(knowledge.symptoms, folder)


@pytest.mark.parametrize("key", ["slight_counts", "slight_asked", "joked_about"])
def test_what_is_no_symptom_is_named(key: str, folder: Path, knowledge: RedFlagKnowledge) -> None:
    spoil(folder / "english.yml", f"{key}: [", f"{key}: [ictericia, ")
    with pytest.raises(LanguageDataError, match=r"english\.yml, line \d+: “ictericia” is no sym"):
        load_languages(knowledge.symptoms, folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  welcome:", "  welcom:", "“welcom” is unknown here, do you mean “welcome”"),
        ("buttons:", "buttons:\n  maybe: tal vez", r"line \d+: “maybe” is unknown here"),
        ("\nreviewed:", "\nreview:", r"line \d+: “review” is unknown here"),
        ("direction:", "direction: rtl\ndirection:", r'"direction" stands twice'),
    ],
)
def test_a_slip_in_what_is_said_is_named(old: str, new: str, message: str, folder: Path) -> None:
    spoil(folder / "es" / "urgent.yml", old, new)
    with pytest.raises(LanguageDataError, match=message):
        load_language_words(folder)


def test_a_word_for_all_languages_under_an_unknown_name_is_named(
    folder: Path, knowledge: RedFlagKnowledge
) -> None:
    spoil(folder / "english.yml", "laughing:", "laughng:")
    with pytest.raises(LanguageDataError, match=r"english\.yml, line \d+: “laughng” is unknown"):
        load_languages(knowledge.symptoms, folder)


def test_an_optional_text_may_be_missing(folder: Path, book: ResponseBook) -> None:
    file = folder / "es" / "urgent.yml"
    line = next(row for row in file.read_text(encoding="utf-8").splitlines() if "  welcome:" in row)
    spoil(file, line + "\n", "")
    english = book.message("utter_thanks")
    assert english is not None
    words = {"crisis_phone": "988"}
    assert said_in("es", "utter_thanks", english, words, load_language_words(folder)) == english


def test_an_optional_text_has_its_number(folder: Path) -> None:
    spoil(folder / "es" / "urgent.yml", "de que llegue la ayuda, llame al {emergency_phone}", "de")
    with pytest.raises(LanguageDataError, match=r"line \d+: “help_is_coming” should have the"):
        load_language_words(folder)


@pytest.mark.parametrize("code", CODES)
def test_thanks_are_answered_in_the_language(code: str, book: ResponseBook) -> None:
    english = book.message("utter_thanks")
    assert english is not None
    own, below = book.said_in(code, "utter_thanks", english)["text"].split("\n\n", 1)
    assert below == english["text"]
    assert own


def test_a_direction_that_is_none_is_refused(folder: Path) -> None:
    spoil(folder / "zh" / "urgent.yml", "direction: ltr", "direction: up")
    with pytest.raises(LanguageDataError, match=r"urgent\.yml, line \d+: direction"):
        load_language_words(folder)


def test_words_of_a_patient_are_not_filled_in() -> None:
    message = {"text": "You wrote about {crisis_phone}", "metadata": {"kind": "red_flag"}}
    words = {"care_team_phone": "1", "emergency_phone": "2", "crisis_phone": "3"}
    assert "{crisis_phone}" in said_in("es", "utter_call_care_team", message, words)["text"]
