"""bot/channels/messengers/wording.py."""

from __future__ import annotations

import pytest

from bot.channels.messengers.message import Button
from bot.channels.messengers.wording import (
    PhoneNumbers,
    international,
    split_text,
    utf16_units,
    with_choices,
)
from bot.settings.clinic import CareTeam, Clinic, Crisis, Emergency, Phone


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("+44 20 7946 0000", None, "+44-20-7946-0000"),
        ("(020) 7946 0000", "GB", "+44-20-7946-0000"),
        ("0044 20 7946 0000", "GB", "+44-20-7946-0000"),
        ("020 7946 0000", None, "020 7946 0000"),
        ("(212) 555-0123", "US", "+1-212-555-0123"),
        ("1-800-273-8255", "US", "+1-800-273-8255"),
        ("030 901820", "DE", "+49-30-901820"),
        # Numbers that work only inside a country, or not at all.
        ("911", "US", "911"),
        ("999", "GB", "999"),
        ("112", "DE", "112"),
        ("988", "US", "988"),
        ("116 123", "GB", "116 123"),
        ("555-0100", "US", "555-0100"),
    ],
)
def test_phone_numbers_become_international(
    number: str, country: str | None, expected: str
) -> None:
    assert international(number, country) == expected


def clinic_with(care_team: str) -> Clinic:
    return Clinic(
        name="Clinic",
        country="US",
        care_team=CareTeam(phone=Phone(care_team), hours="always"),
        emergency=Emergency(phone=Phone("911")),
        crisis=Crisis(name="Line", phone=Phone("988")),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 212-555-0123.", "Call +1-212-555-0123."),
        ("Call 212-555-0123, or 911.", "Call +1-212-555-0123, or 911."),
        ("Batch 1212-555-0123 is old", "Batch 1212-555-0123 is old"),
        ("It is +1212-555-0123", "It is +1212-555-0123"),
        ("No number", "No number"),
    ],
)
def test_only_whole_numbers_of_the_clinic_are_changed(text: str, expected: str) -> None:
    assert PhoneNumbers(clinic_with("212-555-0123")).in_text(text) == expected


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("Short.", 20, ["Short."]),
        ("", 20, []),
        ("One two. Three four. Five.", 20, ["One two. Three four.", "Five."]),
        ("One two.\nThree four five", 12, ["One two.", "Three four", "five"]),
        ("Is it? Yes! No", 11, ["Is it? Yes!", "No"]),
        ("wordwithoutanyspace", 8, ["wordwith", "outanysp", "ace"]),
        ("38.5 is high", 8, ["38.5 is", "high"]),
        ("🙂🙂🙂🙂🙂", 4, ["🙂🙂", "🙂🙂", "🙂"]),
    ],
)
def test_text_is_cut_after_sentences(text: str, most: int, parts: list[str]) -> None:
    assert split_text(text, most, utf16_units) == parts


def test_choices_stand_under_the_text_behind_their_labels() -> None:
    buttons = [Button("Yes", "yes", "A"), Button("No", "no", "B")]
    assert with_choices("Now?", buttons, "Hint") == "Now?\nA. Yes\nB. No\nHint"
