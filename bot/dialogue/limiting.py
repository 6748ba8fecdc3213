""" "Just in the morning", "normal": answers that say how little it is, and name nothing. Pure.

They are a no to a question for other signs, and answer no further question; where they hold a word
of the question itself, they may be a yes, and the question is put again.
"""

from __future__ import annotations

from bot.dialogue.said import Said
from bot.dialogue.settling import is_yes_or_no, place_of, unmarked
from bot.dialogue.stems import stems, stems_of
from bot.dialogue.sureness import is_for_danger
from bot.dialogue.triage_knowledge import Question, TriageKnowledge

ONLY_LIMITS, AS_NORMAL = "only limits", "as normal"
_LONGEST_WORDS = 6
_TEMPERATURE = "temperature"


def only_limits(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether a message is short and begins with "just", or is hardly more than "normal"."""
    length = sum(any(map(str.isalnum, word.norm)) for word in said.words.items)
    if not 0 < length <= _LONGEST_WORDS or said.asks:
        return False
    found = knowledge.answers.find(said.words)
    begins = any(one.label == ONLY_LIMITS and one.first == 0 for one in found)
    return begins or says_normal(said, knowledge)


def says_normal(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether it says that what was asked about is normal, and nothing else."""
    end = max(
        (
            one.end
            for one in knowledge.answers.find(said.words)
            if one.label == AS_NORMAL and one.first == 0
        ),
        default=0,
    )
    rest = range(end, len(said.words))
    return end > 0 and not any(said.words.norm(place).isalnum() for place in rest)


def button_of_limit(said: Said, question: Question, knowledge: TriageKnowledge) -> int | None:
    """The button that such a message chooses; None: it is no answer to the question."""
    if not only_limits(said, knowledge):
        return None
    if says_normal(said, knowledge) and question.measure == _TEMPERATURE:
        return unmarked(question)
    if not is_yes_or_no(question) or is_for_danger(question):
        return None
    norms = {word.norm for word in said.words.items if word.norm.isalnum()}
    named = stems(norms, knowledge.english) & stems_of(question.wordings, knowledge)
    # "Only some days" is a yes by half.
    may_be_yes = bool(named or norms & knowledge.english.at_times)
    return None if may_be_yes else place_of(question, "No")
