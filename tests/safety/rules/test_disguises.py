"""Words in disguise and words run together."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("s u i c i d e", "suicide"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("k.m.s", "kms"),
        ("S.O.B. on stairs", "sob on stairs"),
        ("su1c1de", "suicide"),
        ("s*icide", "suicide"),
        ("k!ll myself", "kill myself"),
        ("cantbreathe", "can not breathe"),
        ("ihavechestpain", "i have chest pain"),
        ("in my 50s", "in my 50 s"),
        ("plan a or b", "plan a or b"),
        ("pembrolizumab", "pembrolizumab"),
        ("🤒 39.5", "temperature 39.5"),
        ("fever 😢", "fever"),
        ("39º", "39 °"),
    ],
)
def test_how_a_message_is_read(typed: str, read: str, rules_alone: SafetySettings) -> None:
    words = rules_alone.knowledge.read(typed)
    assert " ".join(word.norm for word in words.items) == read


@pytest.mark.parametrize("typed", ["I am s.u.i.c.i.d.a.l now", "cantbreathe", "so 🤒 39.5 today"])
def test_each_word_knows_its_place(typed: str, rules_alone: SafetySettings) -> None:
    words = rules_alone.knowledge.read(typed)
    assert all(0 <= word.start < word.end <= len(typed) for word in words.items)
    assert [word.start for word in words.items] == sorted(word.start for word in words.items)
