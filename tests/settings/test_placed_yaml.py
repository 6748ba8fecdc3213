"""YAML that knows its lines: the plain values of YAML 1.2, and where each entry stands."""

from __future__ import annotations

import pytest
import yaml

from bot.settings.placed_yaml import load_placed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("true", True),
        ("False", False),
        ("7", 7),
        ("010", 10),
        ("-3", -3),
        ("1_000", "1_000"),
        ("38.0", 38.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".", "."),
        ("-", [None]),
        ("~", None),
        ("'38'", "38"),
    ],
)
def test_plain_values(text: str, value: object) -> None:
    assert load_placed(text) == value


def test_entries_know_their_lines() -> None:
    content = load_placed("# remark\n- says:\n  - one\n\n  - two\n- a: {b: 1}\n")
    assert (content.line, content.lines) == (2, (2, 6))
    assert content[0].lines == {"says": 2}
    assert content[0]["says"].lines == (3, 5)
    assert content[1]["a"].line == 6


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    with pytest.raises(yaml.MarkedYAMLError) as refused:
        load_placed("a: 1\nb: 2\na: 3\n")
    assert refused.value.problem == 'the key "a" stands twice'
    assert refused.value.problem_mark is not None
    assert refused.value.problem_mark.line == 2
