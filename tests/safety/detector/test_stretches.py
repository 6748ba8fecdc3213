"""Long messages in stretches; short ones stay whole."""

from __future__ import annotations

from bot.safety import SafetySettings
from bot.safety.detector.stretches import LONG_MESSAGE_WORDS, LONGEST_STRETCH_WORDS, stretches

SENTENCES = [
    "We moved here in 1998 and the garden was a mess.",
    "My husband does the roses.",
    "I do the beans.",
    "It keeps us busy, and we like it, most of the time at least.",
    "I do not want to wake up tomorrow.",
    "The neighbours are kind.",
    "Their dog is called Biscuit and he digs under the fence every single day.",
]


def cut(text: str, settings: SafetySettings) -> list[str]:
    return stretches(settings.knowledge.read(text))


def test_a_short_message_is_not_cut(rules_alone: SafetySettings) -> None:
    assert cut("word " * LONG_MESSAGE_WORDS, rules_alone) == []


def test_stretches_begin_and_end_with_sentences(rules_alone: SafetySettings) -> None:
    found = cut(" ".join(SENTENCES), rules_alone)
    assert found[0] == SENTENCES[0]
    assert f"{SENTENCES[1]} {SENTENCES[2]} {SENTENCES[3]}" in found
    assert f"{SENTENCES[4]} {SENTENCES[5]}" in found
    assert found[-1].endswith("every single day.")


def test_nothing_is_left_out_without_full_stops(rules_alone: SafetySettings) -> None:
    text = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(200))
    found = cut(text, rules_alone)
    assert {word for part in found for word in part.split()} == set(text.split())
    assert max(len(part.split()) for part in found) <= LONGEST_STRETCH_WORDS


def test_an_endless_message_is_cut_too(rules_alone: SafetySettings) -> None:
    assert len(cut("a b. " * 100_000, rules_alone)) < 1000
