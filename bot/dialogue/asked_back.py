"""Whether a message asks what an open question means, or why it is asked. Pure."""

from __future__ import annotations

from bot.dialogue.answers import ASKED_BACK, labels_of
from bot.dialogue.said import Said
from bot.dialogue.stems import stems, stems_of
from bot.dialogue.triage_knowledge import Question, TriageKnowledge

ASKED_BACK_ALONE, ASKS_FOR_A_WORD = "asked back, alone", "asks for a word"
# What is longer says something beside it.
_LONGEST_WORDS, _LONGEST_WORD_ASKED = 9, 3


def asks_about_the_question(said: Said, question: Question, knowledge: TriageKnowledge) -> bool:
    """ "What do you mean", "why do you ask", "sorry?", or "what is blotchy" where that stands in
    the question."""
    norms = [word.norm for word in said.words.items if any(map(str.isalnum, word.norm))]
    if len(norms) > _LONGEST_WORDS:
        return False
    labels = labels_of(said, knowledge)
    if ASKED_BACK in labels:
        return True
    found = knowledge.answers.find(said.words)
    if any(one.label == ASKED_BACK_ALONE and one.end - one.first == len(norms) for one in found):
        return True
    ends = [one.end for one in found if one.label == ASKS_FOR_A_WORD and one.first == 0]
    rest = norms[max(ends) :] if ends else []
    if len(rest) > _LONGEST_WORD_ASKED:
        return False
    return bool(stems(rest, knowledge.english) & stems_of(question.wordings, knowledge))
