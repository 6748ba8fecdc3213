"""talk.yml of bot/data/red_flags → what the safety layer reads after a check or an alarm."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.content.red_flag_files import RedFlagFiles, red_flag_knowledge
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
from bot.settings.paths import RED_FLAG_DIR

TALK_FILE = "talk.yml"


@lru_cache(maxsize=1)
def safety_talk() -> SafetyTalk:
    """The project's own, read once for a process."""
    return load_safety_talk(red_flag_knowledge(), RED_FLAG_DIR)


def load_safety_talk(knowledge: RedFlagKnowledge, data_dir: Path) -> SafetyTalk:
    """Reads talk.yml of a folder.

    Raises:
        RedFlagDataError: if it cannot be read, with file, line and how to mend it.
    """
    files = RedFlagFiles(data_dir)
    content = files.load(TALK_FILE)
    book = PhraseBook()
    for label in (*ANSWERS, *AFTER_ALARM, *FURTHER_LABELS, LINE_UNANSWERED, *CARE_TEAM):
        files.add_phrases(book, label, content, label, TALK_FILE)
    means = {str(name): str(words) for name, words in content["number_means"].items()}
    return SafetyTalk(
        book=book,
        read=lambda text: read_words(text, knowledge.spelling.correct),
        signs=answers_of_signs(content["answer_signs"]),
        number_means=means,
        begins_a_question=frozenset(map(str, content["begins_a_question"])),
        subjects=frozenset(map(str, content["subjects_of_questions"])),
    )
