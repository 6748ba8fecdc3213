"""Which questions a message has answered before they are asked. Pure."""

from __future__ import annotations

from bot.dialogue.said import Said
from bot.dialogue.triage_knowledge import ACTIONS, Action, Button, Question, TriageKnowledge
from bot.dialogue.triage_state import Triage

# So many parts of a question must be denied before it counts as answered with "No"; one is enough
# from somebody who denies as many signs as below.
_ENOUGH_DENIED = 2
# Whoever denies so many signs, whichever, has thought of those of danger: fewer where he says that
# he eats, drinks or moves as usual.
_DENIED_AND_COPING, _DENIED_OF_MANY = 2, 3


def settled_by(said: Said, question: Question) -> int | None:
    """The button that a message has chosen before the question is asked, or None.

    A number decides where the question asks for one; then the gravest stated fact; a question of
    which several parts are denied, or where nothing else is wrong, is answered with "No".
    """
    value = said.value(question)
    by_number = button_of_value(question, value) if value is not None else None
    stated = [
        place
        for place, button in enumerate(question.buttons)
        if place == by_number or said.states(button)
    ]
    if by_number is not None:
        stated = [
            place for place in stated if place == by_number or _is_more(question, place, by_number)
        ]
    if stated:
        return max(stated, key=lambda place: (rank(question, place), -place))
    harmless = unmarked(question)
    if harmless is None:
        return None
    parts = {part for button in question.buttons if button.mark for part in button.parts}
    denied = len(parts & said.denied)
    enough = 1 if said.signs_denied >= _DENIED_OF_MANY or question.one_thing else _ENOUGH_DENIED
    is_denied = denied >= min(enough, len(parts)) > 0 or _was_denied(said, question, parts)
    if is_denied or (is_yes_or_no(question) and (said.well or _is_safe(said, question))):
        return harmless
    return None


def _was_denied(said: Said, question: Question, parts: set[str]) -> bool:
    """With what earlier messages denied nothing of the question is left to ask."""
    before = parts & said.denied_before
    return bool(before) and (question.one_thing or parts <= said.denied | said.denied_before)


def _is_safe(said: Said, question: Question) -> bool:
    """ "three times more, no blood, no fever, drinking" answers the question for danger signs."""
    enough = _DENIED_AND_COPING if said.coping else _DENIED_OF_MANY
    return question.gravest_mark == "emergency" and said.signs_denied >= enough


def button_of_value(question: Question, value: float) -> int | None:
    """The button whose values hold a number."""
    for place, button in enumerate(question.buttons):
        if any(value in one for one in button.values):
            return place
    return None


def rank(question: Question, place: int) -> int:
    """How grave a button is: 0 without a mark, more for a graver one."""
    mark = question.buttons[place].mark
    return ACTIONS.index(mark) + 1 if mark else 0


def mildest_marked(question: Question) -> int:
    """The least grave of the answers that change something."""
    marked = [place for place, button in enumerate(question.buttons) if button.mark]
    return min(marked, key=lambda place: rank(question, place))


def graver_of(question: Question) -> int:
    """The answer that "not sure" counts as: Yes, else the mildest button that still alarms, else
    the one with the gravest mark."""
    yes = place_of(question, "Yes")
    if yes is not None:
        return yes
    ranks = [ACTIONS.index(b.mark) if b.mark else -1 for b in question.buttons]
    red = [place for place, rank in enumerate(ranks) if ACTIONS[rank] == "call_now" and rank >= 0]
    return red[0] if red else ranks.index(max(ranks))


def unmarked(question: Question) -> int | None:
    """The place of the first button that changes nothing, or None."""
    places = [place for place, button in enumerate(question.buttons) if not button.mark]
    return places[0] if places else None


def place_of(question: Question, title: str) -> int | None:
    """The place of a button, or None."""
    titles = [button.title for button in question.buttons]
    return titles.index(title) if title in titles else None


def deciding_answer(triage: Triage, action: Action, knowledge: TriageKnowledge) -> Button | None:
    """The answer by which the symptom that decides leads to an action; None where it does by
    itself, or nothing was asked about it."""
    case = triage.case(triage.about[0]) if triage.about else None
    if case is None or not case.asked:
        return None
    questions = knowledge.symptoms[case.symptom].questions
    for question, place in zip(questions, case.chosen, strict=True):
        if place is not None and question.buttons[place].mark == action:
            return question.buttons[place]
    return None


def _is_more(question: Question, place: int, than: int) -> bool:
    return rank(question, place) > rank(question, than)


def is_yes_or_no(question: Question) -> bool:
    """Whether its buttons are No and Yes."""
    return [button.title for button in question.buttons] == ["No", "Yes"]
