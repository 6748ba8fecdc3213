"""What is said after advice about what was advised on. Pure."""

from __future__ import annotations

from bot.dialogue.after_no import told_without_denials, weight_of
from bot.dialogue.later import is_denial, names_nothing_else, only_denies_signs
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.settling import is_yes_or_no, settled_by
from bot.dialogue.triage_knowledge import Action, graver, is_red
from bot.dialogue.triage_levels import Rules, result
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Case, Triage


def advised_on(triage: Triage, rules: Rules) -> Case | None:
    """The symptom that was advised on last; what follows an alarm is said elsewhere."""
    case = triage.case(triage.about[0]) if triage.about and triage.question is None else None
    if case is None or case.stage != "done" or is_red(result(case, triage, rules)):
        return None
    return case


def goes_on_after_advice(
    triage: Triage, case: Case, message: Message, said: Said, reader: Reader
) -> bool:
    """Whether a message goes on about what was advised on: "I can still hold a cup". Facts are
    used whenever nothing else is understood; right after the advice, signs that are denied ("face
    normal, no lumps") and what is not understood at all get it once more."""
    if said.asks:
        return False
    only_denies = is_denial(said) and names_nothing_else(said, case.symptom)
    if message.follows_advice and (only_denies or only_denies_signs(said, case.symptom)):
        return True
    if message.takes_over or message.denies:
        # "Not sure how long, they are not red": whatever else that sounds of, nobody named it.
        is_more_of_it = message.follows_advice and said.signs_denied > 0
        return message.is_guess and is_more_of_it and names_nothing_else(said, case.symptom)
    questions = reader.rules.knowledge.symptoms[case.symptom].questions
    if any(settled_by(said, question) is not None for question in questions):
        return message.is_unclear or message.follows_advice
    return message.is_unclear and message.follows_advice and not triage.put_again


def grave_after_advice(case: Case, message: Message, said: Said, reader: Reader) -> Action | None:
    """The alarm that a message right after the advice makes of it, as it tells a grave sign that
    was asked about, in other words: "light bugs me"; None: it tells none."""
    if not message.follows_advice or message.is_check or said.asks or is_denial(said) or said.well:
        return None
    symptom = reader.rules.knowledge.symptoms[case.symptom]
    told = told_without_denials(said, reader.rules.knowledge)
    before = message.talk[0] if len(message.talk) > 1 else symptom.understood
    least: Action | None = None
    for question in symptom.questions if told and not symptom.crisis else ():
        is_grave = is_yes_or_no(question) and is_red(question.gravest_mark)
        if is_grave and weight_of(told, before, question, symptom, reader) == "grave":
            least = graver(least, question.gravest_mark)
    return least
