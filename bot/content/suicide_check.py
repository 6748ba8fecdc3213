"""The check about suicide, whose question is the triage's own."""

from __future__ import annotations

from bot.dialogue.asked_back import asks_about_the_question
from bot.dialogue.reports import MOOD, Reader
from bot.dialogue.said import Said
from bot.dialogue.triage_knowledge import Question


def question_about_suicide(reader: Reader) -> Question:
    """The triage's question about suicide."""
    return reader.rules.knowledge.symptoms[MOOD].questions[0]


def asks_why(said: Said, reader: Reader) -> bool:
    """Whether a message asks what the question about suicide means, or why it is asked."""
    knowledge = reader.rules.knowledge
    return asks_about_the_question(said, question_about_suicide(reader), knowledge)
