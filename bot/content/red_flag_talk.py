"""talk.yml of bot/data/red_flags → what the safety layer reads after a check or an alarm."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.content.entries import MAPPING, TEXT, TEXTS, Schema, check_all, refuse_unknown
from bot.content.loaded import Loaded
from bot.content.red_flag_files import RedFlagFiles, red_flag_knowledge
from bot.content.red_flag_schemas import refuse_no_symptom
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.words import read_words
from bot.safety.talk import (
    AFTER_ALARM,
    ANSWERS,
    CARE_TEAM,
    FURTHER_LABELS,
    LINE_UNANSWERED,
    SafetyTalk,
    answers_of_signs,
)

TALK_FILE = "talk.yml"
LABELS = (*ANSWERS, *AFTER_ALARM, *FURTHER_LABELS, LINE_UNANSWERED, *CARE_TEAM)
_NUMBER_MEANS, _SIGNS = "number_means", "answer_signs"
_BEGINS, _SUBJECTS = "begins_a_question", "subjects_of_questions"
_NOT_BY_PHONE, _IN_PIECES = "not_by_phone", "told_in_pieces"
_TALK = Schema(
    {
        **dict.fromkeys((_NUMBER_MEANS, _SIGNS), MAPPING),
        **dict.fromkeys((_BEGINS, _SUBJECTS, _NOT_BY_PHONE, _IN_PIECES, *LABELS), TEXTS),
    }
)


def load_safety_talk(knowledge: RedFlagKnowledge, data_dir: Path) -> SafetyTalk:
    """Reads talk.yml of a folder.

    Raises:
        RedFlagDataError: if it cannot be read, with file, line and how to fix it.
    """
    files = RedFlagFiles(data_dir)
    content = files.load(TALK_FILE, lambda content: _check(content, knowledge.symptoms))
    book = PhraseBook()
    for label in LABELS:
        files.add_phrases(book, label, content, label, TALK_FILE)
    means = {str(name): str(words) for name, words in content[_NUMBER_MEANS].items()}
    return SafetyTalk(
        book=book,
        read=lambda text: read_words(text, knowledge.spelling.correct),
        signs=answers_of_signs(content[_SIGNS]),
        number_means=means,
        begins_a_question=frozenset(map(str, content[_BEGINS])),
        subjects=frozenset(map(str, content[_SUBJECTS])),
        not_by_phone=tuple(map(str, content[_NOT_BY_PHONE])),
        told_in_pieces=frozenset(map(str, content[_IN_PIECES])),
    )


# The talk in use.
safety_talk = Loaded(lambda folders: load_safety_talk(red_flag_knowledge(), folders.red_flags))


def _check(content: Any, symptoms: Collection[str]) -> None:
    """Raises EntryError for a slip in talk.yml."""
    _TALK.check(content, 1)
    means, signs = content[_NUMBER_MEANS], content[_SIGNS]
    refuse_no_symptom(content[_IN_PIECES], symptoms, content.lines[_IN_PIECES])
    check_all(means, TEXT)
    for name in means:
        refuse_no_symptom([name], symptoms, means.lines[name])
    check_all(signs, TEXTS)
    refuse_unknown(signs, sorted({*ANSWERS.values()}))
