"""A symptom that was only guessed, and whose question the patient passes over. Pure.

"I think that this is about swelling. If it is not, tell me": whoever asks about something else
then has told. No call follows from a guess that nobody took up.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.said import Said
from bot.dialogue.triage import without
from bot.dialogue.triage_knowledge import is_red
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.turns import Turn


def falls(before: Triage, turn: Turn, message: Message, said: Said) -> bool:
    """Whether the guess that is asked about falls with this message, which passes over its question
    a second time with a question of its own. The first time it is put once more: what was guessed
    may be so."""
    is_told = message.alarm is not None or message.is_check or bool(before.made_sure)
    if before.question is None or is_told or not (before.is_guess and before.put_again):
        return False
    is_put_again = turn.says is None and turn.triage.question == before.question
    is_broken_off = turn.triage.unanswered == before.question
    is_passed_over = is_put_again or is_broken_off
    return is_passed_over and _asks_else(message, said) and _nothing_is_known(before)


def without_guess(turn: Turn) -> Turn:
    """The turn without the symptom that was guessed: what is asked is answered elsewhere."""
    symptom = turn.triage.question[0] if turn.triage.question else turn.triage.about[0]
    fallen = without(turn.triage, symptom)
    return Turn(None, replace(fallen, about=(), unanswered=None, guessed=None, is_guess=False))


def _asks_else(message: Message, said: Said) -> bool:
    """ "Massage?", "pseudo what", and whatever is understood as a topic."""
    norms = {word.norm for word in said.words.items}
    asks = said.asks or "?" in norms or bool(norms & said.english.question_words)
    return asks or message.asks_clearly or not message.is_unclear


def _nothing_is_known(before: Triage) -> bool:
    """Whether no answer, and no learned wording, says anything of it."""
    assert before.question is not None
    case = before.case(before.question[0])
    is_told = case is None or any(place is not None for place in case.chosen)
    return case is not None and not is_told and not is_red(case.learned)
