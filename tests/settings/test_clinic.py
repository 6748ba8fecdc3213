"""bot/clinic.py: clinic.yml, with every mistake told at once, with its key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.safety.rules.tokens import LONGEST_READ
from bot.safety.rules.words import read_words
from bot.settings.clinic import Clinic, ClinicFileError, Phone, load_clinic, read_yaml
from bot.settings.paths import ROOT, WEB_DIR

COMPLETE = """
name: Hope Clinic
care_team: {phone: "555-0100", hours: by day}
emergency: {phone: "911"}
crisis: {name: Lifeline, phone: "988"}
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_clinic(text: str) -> Path:
        path = tmp_path / "clinic.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_clinic


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ClinicFileError) as caught:
        load_clinic(path)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


def test_the_file_of_the_project_can_be_used() -> None:
    assert load_clinic(ROOT / "clinic.yml").calls().keys() == {"care_team", "emergency"}


def test_what_other_texts_may_name(write: Write) -> None:
    clinic = load_clinic(write(COMPLETE))
    assert clinic.calls() == {"care_team": "555-0100", "emergency": "911"}
    assert clinic.words() == {
        "clinic_name": "Hope Clinic",
        "care_team_phone": "555-0100",
        "care_team_hours": "by day",
        "emergency_phone": "911",
        "crisis_name": "Lifeline",
        "crisis_phone": "988",
        "conversations_days": "90",
    }


def test_what_is_left_out_has_a_default(write: Write) -> None:
    clinic = load_clinic(write(COMPLETE))
    assert clinic.safety.fever_threshold_celsius == 38.0
    assert clinic.web.session_hours == 24
    assert clinic.web.max_message_characters == 2000
    assert clinic.answers.deadline_seconds == 8
    assert clinic.web.allowed_origins == ()


def test_the_environment_may_name_another_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_CLINIC", str(write(COMPLETE)))
    assert load_clinic().name == "Hope Clinic"


def test_all_mistakes_are_told_at_once(write: Write) -> None:
    path = write(
        """
name: X
care_team: {phone: call us, hours: by day}
emergency: {}
safety: {fever_threshold_celsius: 39}
web: {session_hours: soon, allowed_origins: ["www.clinic.example"]}
colour: blue
"""
    )
    told = mistakes(path)
    assert told[0] == "name: ensure this value has at least 2 characters"
    assert sorted(told) == sorted(
        [
            "name: ensure this value has at least 2 characters",
            "care_team.phone: is not a phone number: "
            'write it like "555-0100" or "+44 20 7946 0000"',
            "emergency.phone: field required",
            "crisis: field required",
            "safety.fever_threshold_celsius: ensure this value is less than or equal to 38.3",
            "web.session_hours: value is not a valid float",
            'web.allowed_origins.0: "www.clinic.example" is not an origin: '
            'write it like "https://www.clinic.example"',
            "colour: extra fields not permitted",
        ]
    )
    with pytest.raises(ClinicFileError) as caught:
        load_clinic(path)
    assert all(line.startswith(f"{path}: ") for line in str(caught.value).splitlines())


@pytest.mark.parametrize(
    "phone", ["555-0100", "911", "+44 20 7946 0000", "0(30) 1234", "1.800.555.0199", "116 123"]
)
def test_phones_that_can_be_called(write: Write, phone: str) -> None:
    assert load_clinic(write(COMPLETE.replace("555-0100", phone))).care_team.phone == phone


@pytest.mark.parametrize(
    "phone", ["", "call us", "5", "tel:5550100", "555-0100 ext. x", "++44", "5" * 27, "<b>911</b>"]
)
def test_phones_that_cannot_be_called(write: Write, phone: str) -> None:
    (told,) = mistakes(write(COMPLETE.replace("555-0100", phone)))
    assert told.startswith("care_team.phone: is not a phone number")


# Every number that patients are told to call or to write to.
PHONES: dict[str, tuple[str, Callable[[Clinic], str | None]]] = {
    "care_team.phone": ('"555-0100"', lambda clinic: clinic.care_team.phone),
    "emergency.phone": ('"911"', lambda clinic: clinic.emergency.phone),
    "crisis.phone": ('"988"', lambda clinic: clinic.crisis.phone),
    "crisis.text": ('"741741"', lambda clinic: clinic.crisis.text),
}
WITH_TEXT = COMPLETE.replace('phone: "988"', 'phone: "988", text: "741741"')


@pytest.mark.parametrize("key", PHONES)
@pytest.mark.parametrize("phone", ["911", "02071234567", "0116123", "+44800123456", "1.5", "yes"])
def test_a_phone_without_quotes_is_refused(write: Write, key: str, phone: str) -> None:
    """YAML reads 911 as a number, and 02071234567 as quite another one."""
    quoted, _ = PHONES[key]
    (told,) = mistakes(write(WITH_TEXT.replace(quoted, phone)))
    assert told.startswith(f"{key}: is ")


@pytest.mark.parametrize("key", PHONES)
@pytest.mark.parametrize("phone", ["0116123", "+44800123456", " 116 123 "])
def test_a_phone_in_quotes_is_kept_as_written(write: Write, key: str, phone: str) -> None:
    quoted, phone_of = PHONES[key]
    clinic = load_clinic(write(WITH_TEXT.replace(quoted, f'"{phone}"')))
    assert phone_of(clinic) == phone.strip()


@pytest.mark.parametrize("text", ["", ", text: null", ", text: ~"])
def test_a_crisis_line_need_not_take_text_messages(write: Write, text: str) -> None:
    path = write(COMPLETE.replace('phone: "988"', f'phone: "988"{text}'))
    assert load_clinic(path).crisis.text is None


def test_every_phone_is_in_the_table() -> None:
    phones = {
        f"{section.name}.{field.name}"
        for section in Clinic.__fields__.values()
        for field in getattr(section.type_, "__fields__", {}).values()
        if field.type_ is Phone
    }
    assert phones == PHONES.keys()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("country: USA", 'country: "USA" should be two capital letters, like'),
        ("country: us", 'country: "us" should be two capital letters'),
        ("country: 49", 'country: "49" should be two capital letters'),
        ("web: {language: english!}", 'web.language: "english!" should be the code of a language'),
    ],
)
def test_a_form_is_told_with_an_example(write: Write, line: str, told: str) -> None:
    (mistake,) = mistakes(write(f"{COMPLETE}\n{line}\n"))
    assert mistake.startswith(told)


@pytest.mark.parametrize("celsius", [37.5, 38.0, 38.3])
def test_fever_thresholds_of_the_published_range(write: Write, celsius: float) -> None:
    path = write(COMPLETE + f"safety: {{fever_threshold_celsius: {celsius}}}")
    assert load_clinic(path).safety.fever_threshold_celsius == celsius


@pytest.mark.parametrize("celsius", ["37.4", "38.6", "100.4", "0", "high", ".nan"])
def test_fever_thresholds_outside_the_range(write: Write, celsius: str) -> None:
    (told,) = mistakes(write(COMPLETE + f"safety: {{fever_threshold_celsius: {celsius}}}"))
    assert told.startswith("safety.fever_threshold_celsius: ")


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("web: {max_message_characters: 199}", "web.max_message_characters"),
        (f"web: {{max_message_characters: {LONGEST_READ + 1}}}", "web.max_message_characters"),
        ("web: {messages_per_minute: 0}", "web.messages_per_minute"),
        ("web: {session_hours: 0}", "web.session_hours"),
        ("answers: {deadline_seconds: 0}", "answers.deadline_seconds"),
        ("answers: {deadline_seconds: 9.5}", "answers.deadline_seconds"),
        ('web: {hosts: ["https://a.example"]}', "web.hosts.0"),
        ('web: {hosts: ["*"]}', "web.hosts.0"),
        ('web: {hosts: ["A.example"]}', "web.hosts.0"),
        ("retention: {conversations_days: 0}", "retention.conversations_days"),
        ("retention: {red_flags_days: 4000}", "retention.red_flags_days"),
        ("web: {allowed_origins: ['https://a.example/path']}", "web.allowed_origins.0"),
        ("web: {allowed_origins: ['*']}", "web.allowed_origins.0"),
        ("web: {speed: 3}", "web.speed"),
    ],
)
def test_values_outside_their_range(write: Write, section: str, key: str) -> None:
    (told,) = mistakes(write(COMPLETE + section))
    assert told.startswith(f"{key}: ")


def test_every_message_that_may_be_sent_is_read_as_a_whole(write: Write) -> None:
    path = write(f"{COMPLETE}web: {{max_message_characters: {LONGEST_READ}}}")
    longest = load_clinic(path).web.max_message_characters
    red = "I can't breathe and my chest hurts"
    for start in range(0, longest - len(red), 50):
        text = ("x " * start)[:start] + red + (" x" * longest)[: longest - start - len(red)]
        words = [word.norm for word in read_words(text).items]
        assert "breathe" in words, f"{len(text)} characters, unread at {start}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: a\ncare_team: phone: 1\n", "line 2: "),
        ("name: a\nname: b\n", 'line 2: the key "name" stands twice.'),
        ("care_team:\n  phone: '1'\n  phone: '2'\n", 'line 3: the key "phone" stands twice.'),
        ("", "should hold keys such as `name:` and `care_team:`."),
        ("just words", "should hold keys such as `name:` and `care_team:`."),
        ("- a\n- b", "should hold keys such as `name:` and `care_team:`."),
    ],
)
def test_files_that_are_no_settings(write: Write, text: str, reason: str) -> None:
    with pytest.raises(ClinicFileError) as caught:
        load_clinic(write(text))
    assert reason in str(caught.value)
    assert "clinic.yml" in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ClinicFileError, match="the file is missing"):
        load_clinic(tmp_path / "clinic.yml")


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "clinic.yml"
    path.write_bytes("name: Hôpital".encode("latin-1"))
    with pytest.raises(ValueError, match="is not UTF-8 text"):
        read_yaml(path)


def test_keys_of_lists_and_merges_may_repeat(write: Write) -> None:
    """Only the same key of the same mapping is a mistake."""
    assert read_yaml(write("a: {x: 1}\nb: {x: 2}\n")) == {"a": {"x": 1}, "b": {"x": 2}}


def test_the_widget_waits_longer_than_any_deadline(write: Write) -> None:
    script = (WEB_DIR / "widget" / "server.js").read_text("utf-8")
    (seconds,) = re.findall(r"const ANSWER_SECONDS = ([0-9.]+);", script)
    wrong = write(f"{COMPLETE}answers: {{deadline_seconds: {float(seconds) - 0.5}}}\n")
    assert mistakes(wrong)[0].startswith("answers.deadline_seconds")
