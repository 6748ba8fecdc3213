"""What a later message means for symptoms that were named or advised on before. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.measures import corrects_count, is_new_count, read_measure
from bot.dialogue.said import FEVER, Said
from bot.dialogue.settling import button_of_value, rank, settled_by
from bot.dialogue.triage import report
from bot.dialogue.triage_knowledge import (
    ACTIONS,
    BOTH,
    CELL_THERAPIES,
    FACT,
    Action,
    Question,
    graver,
    is_red,
)
from bot.dialogue.triage_levels import Rules, result
from bot.dialogue.triage_state import Case, Step, Triage

_SUBJECT_WITHIN_WORDS, _LONGEST_OF_IT_WORDS = 3, 8
_LONGEST_COUNT_WORDS, _LONGEST_LATER_WORDS = 14, 30
# A fact of facts.yml that is the symptom itself.
_FACTS_OF = {"sleepiness": (f"{FACT}:sleepy",), "fever": (f"{FACT}:fever",)}
# What getting worse makes of an advice (triage_notes.md, section 1: worse at any time: call now).
_WORSE: dict[Action, Action] = {"self_care": "call_today", "call_today": "call_now"}
# Facts that say how one symptom is; said of nothing in particular they change no advice.
_QUALITIES = frozenset({f"{FACT}:{one}" for one in ("old_same", "new_worse", "new")})
# Who denies so many signs has answered more than one question.
SIGNS_OF_A_LIST = 2


def raised(
    triage: Triage, said: Said, known: Said, rules: Rules, is_close: bool | None
) -> Step | None:
    """The graver action that a message gives a symptom which was advised on, or the alarm once more
    where it tells another sign of it; None where it does neither.

    ``known``: the message with the signs that are known from before; ``is_close``: whether it comes
    right after the advice or is not understood otherwise, so that all it says is about that; None:
    it is surely about another symptom.
    """
    if len(said.words) > _LONGEST_LATER_WORDS:
        return None
    if is_close is not None:
        is_close = is_close or points_back(said) or said.unimproved
        is_close = is_close or corrects_count(said.words, said.measures)
    steps = []
    for case in triage.cases:
        if case.stage in ("done", "interrupted"):
            step = _raised(triage, case, said, known, rules, bool(is_close))
            if step is not None:
                steps.append(step)
    return max(steps, key=lambda step: _rank(step.action)) if steps else None


def _raised(
    triage: Triage, case: Case, said: Said, known: Said, rules: Rules, is_close: bool
) -> Step | None:
    before = result(case, triage, rules)
    least: Action = before
    repeats = False
    if said.treatment.kind in CELL_THERAPIES and said.treatment.kind != triage.treatment:
        triage = replace(triage, treatment=said.treatment.kind)
        # The advice that it can wait has said so: "If you had CAR-T, do not wait: call now."
        least = "call_now" if before == "self_care" else result(case, triage, rules)
        repeats = is_red(before) and case.symptom in triage.about
    questions = rules.knowledge.symptoms[case.symptom].questions
    for question in questions:
        place = _said_place(question, said, known, is_close)
        if place is not None:
            mark = rules.mark(question, place)
            least = graver(least, mark) or least
            repeats |= is_red(mark) and is_red(before)
    is_latest = case.symptom in triage.about[:1]
    is_unimproved = is_latest and _is_unimproved(said, case.symptom, is_close)
    worsens = is_close and is_latest and (said.worsens or said.spreads)
    if least == before and (worsens or (is_unimproved and _is_overdue(said, rules))):
        least = _WORSE.get(before, before)
    # Before its time the advice, which names that time, is said once more.
    repeats |= is_unimproved and case.stage == "done" and not is_red(before)
    is_new = _rank(least) > _rank(before) and (case.stage == "done" or is_red(least))
    if not is_new and not repeats:
        return None
    return report(triage, [case.symptom], known, rules, least)


def _is_unimproved(said: Said, symptom: str, is_close: bool) -> bool:
    """ "No better", and nothing else that goes on; or the symptom by its name: "still queasy"."""
    is_named = symptom in said.happening
    goes_on = any(word.norm in said.english.still for word in said.words.items)
    if is_named:
        return said.unimproved or goes_on
    return is_close and said.unimproved


def _is_overdue(said: Said, rules: Rules) -> bool:
    """Whether a message names the time after which advice no longer holds."""
    days = read_measure(said.words, "lasting", said.measures)
    return days is not None and days >= rules.knowledge.unimproved_after_days


def _said_place(question: Question, said: Said, known: Said, is_close: bool) -> int | None:
    """The gravest button that the message itself chooses."""
    places = []
    for place, button in enumerate(question.buttons):
        new = [part for part in button.parts if _is_new(part, said, known, is_close)]
        if button.mark and new:
            places.append(place)
    value = said.value(question) if question.measure else None
    if value is None and question.measure and is_close and _recounts(said):
        value = read_measure(said.words, question.measure, said.measures, alone=True)
    if value is not None and (by_number := button_of_value(question, value)) is not None:
        places.append(by_number)
    return max(places, key=lambda place: rank(question, place)) if places else None


def _is_new(part: str, said: Said, known: Said, is_close: bool) -> bool:
    """Whether the message states a part, alone or together with what is known."""
    facts = set(part.split(BOTH))
    if not facts <= known.stated or not facts & said.stated:
        return False
    is_sign = part.startswith(f"{FACT}:") and part not in _QUALITIES
    return is_sign or is_close


def _recounts(said: Said) -> bool:
    is_new = is_new_count(said.words, said.measures) or corrects_count(said.words, said.measures)
    return len(said.words) <= _LONGEST_COUNT_WORDS and is_new


def _rank(action: Action | None) -> int:
    return ACTIONS.index(action) if action else -1


def points_back(said: Said) -> bool:
    """Whether the subject of a message is what was named before: "it is dry", "mine too"."""
    return any(
        said.words.norm(place) in said.english.pointers for place in range(_SUBJECT_WITHIN_WORDS)
    )


def _ends_with_it(said: Said) -> bool:
    """ "Ran out of it", "forgot them today"."""
    norms = [word.norm for word in said.words.items if word.norm.isalnum()]
    return len(norms) <= _LONGEST_OF_IT_WORDS and not said.english.pointers.isdisjoint(norms)


def of_last_named(triage: Triage, said: Said, known: Said, rules: Rules) -> Step | None:
    """ "Mine is dry", "it is all over my back": a report of the symptom that was named before,
    where a site or quality is said of "it" and the message names no other symptom; of what was only
    a fact, "ran out of it" makes more."""
    if triage.named is None or said.asks or said.happening:
        return None
    name, _ = triage.named
    fact = rules.knowledge.mere_facts.get(name)
    is_more = fact is not None and _ends_with_it(said) and bool(fact.unless.find(said.words))
    if not (points_back(said) or is_more):
        return None
    case = triage.case(name)
    if case is not None and case.stage == "left":
        return None
    questions = rules.knowledge.symptoms[name].questions
    tells = any(settled_by(said, question) is not None for question in questions)
    if not (tells or is_more) and "mine" not in {word.norm for word in said.words.items[:3]}:
        return None
    before = result(case, triage, rules) if case is not None else None
    return report(triage, [name], known, rules, before)


def names_of(symptom: str) -> frozenset[str]:
    """The labels under which a symptom is denied: its own, and that of a fact that is the same."""
    return frozenset({symptom, *_FACTS_OF.get(symptom, ())})


def names_nothing_else(said: Said, symptom: str) -> bool:
    """Whether a message states no sign, and names no other symptom; a number may be no fever."""
    no_fever = {FEVER} if f"{FACT}:{FEVER}" in said.denied else set()
    states = any(is_sign(label) for label in said.stated)
    return not states and set(said.happening) - no_fever <= {symptom}


def only_denies_signs(said: Said, symptom: str) -> bool:
    """Whether a message lists what somebody does not have, and names no other symptom."""
    denies = said.signs_denied >= SIGNS_OF_A_LIST or (said.signs_denied > 0 and said.well)
    return denies and names_nothing_else(said, symptom)


def is_denial(said: Said) -> bool:
    """Whether a message does nothing but deny signs: "no fever, breathing is fine"."""
    if said.happening or not said.denials or said.asks:
        return False
    if any(is_sign(label) for label in said.stated):
        return False
    if any(word.norm in said.english.asking_anywhere for word in said.words.items):
        return False
    covered = {place for one in said.denials for place in range(one.first, one.end)}
    rest = [
        word.norm
        for place, word in enumerate(said.words.items)
        if place not in covered and word.norm.isalnum() and word.norm not in said.english.in_denials
    ]
    return len(rest) <= _MOST_OTHER_WORDS


_MOST_OTHER_WORDS = 2


def is_sign(label: str) -> bool:
    """Whether a label is that of a sign, such as "fact:fever", and not of how something is."""
    return label.startswith(f"{FACT}:") and label not in _QUALITIES


def is_graver(step: Step) -> bool:
    """Whether a step alarms or asks, so that it may come before another question."""
    return step.action is None or is_red(step.action)


def put_once(step: Step) -> Step:
    """The step, after which the same advice is not said again to what is not understood; a question
    that it asks is a new one."""
    is_said = step.triage.question is None
    return replace(step, triage=replace(step.triage, put_again=is_said))
