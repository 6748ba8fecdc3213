"""talk.yml of bot/data/red_flags: a slip in it is named before a patient writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.red_flag_files import RedFlagDataError, red_flag_knowledge
from bot.content.red_flag_talk import LABELS, TALK_FILE, load_safety_talk
from bot.settings.paths import RED_FLAG_DIR

MISTAKES = [
    ("help_is_coming:", "help_coming:", r"line \d+: add the line “help_is_coming: …”"),
    ("help_is_coming:", "denied: [no]\nhelp_is_coming:", r"line \d+: “denied” is unknown here"),
    ("\nworse:\n", "\nworse: worse\nless:\n", r"line \d+: “less” is unknown here"),
    ("  fever: my temp", "  feaver: my temp", r"line \d+: “feaver” is no symptom"),
    ("  fever: my temperature is", "  fever: [my, temperature]", r"“fever” should be a text"),
    ("  unsure: [", "  not_sure: [", r"line \d+: “not_sure” is unknown here, .* “unsure”"),
    ('"no": ["👎"', '"no": "👎"\n  over: ["👎"', r"line \d+: “no” should be a list"),
    ("begins_a_question: [what", "begins_a_question: [[what", "not readable as YAML"),
    ("  - not yet\n", "  - (not yet\n", r"line \d+: “\(not yet”: the sign \( has no partner"),
    ("  - not yet\n", "  -\n", r"line \d+: an entry of “unsure” should be a text"),
]


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES)
def test_a_mistake_names_file_line_and_way_out(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    for name in (TALK_FILE, "lists.yml"):
        shutil.copy(RED_FLAG_DIR / name, tmp_path)
    file = tmp_path / TALK_FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RedFlagDataError, match=told) as error:
        load_safety_talk(red_flag_knowledge(), tmp_path)
    assert f"{file}, line " in str(error.value)


def test_every_label_has_phrases() -> None:
    assert load_safety_talk(red_flag_knowledge(), RED_FLAG_DIR).book.labels == [*LABELS]
