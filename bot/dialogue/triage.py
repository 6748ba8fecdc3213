"""The triage of reported symptoms: what is known, what is asked next, and what follows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.dialogue.complaints import is_part, whole_of
from bot.dialogue.known import is_for_relative, treatment_after
from bot.dialogue.said import Said
from bot.dialogue.settling import settled_by, unmarked
from bot.dialogue.triage_knowledge import ACTIONS, Action, Question, graver, is_red
from bot.dialogue.triage_levels import Rules, level, result
from bot.dialogue.triage_state import Case, Stage, Step, Triage

# A symptom has three questions at most; one that gets no answer is put again.
MOST_TIMES_ASKED = 9


def report(
    triage: Triage,
    symptoms: Sequence[str],
    said: Said,
    rules: Rules,
    advice: Action | None = None,
) -> Step:
    """A message reports symptoms: opens their cases with the facts that it gives, and goes on.

    ``advice``: what the wording leads to at least where it says all that decides, so that nothing
    is asked about these symptoms.
    """
    triage = replace(
        triage,
        treatment=treatment_after(triage, said),
        for_relative=is_for_relative(triage, said),
    )
    # "Shivery" reports chills, and answers what is asked about a fever.
    asked = [case.symptom for case in triage.cases if case.stage == "open"]
    for name in dict.fromkeys([*asked, *symptoms]):
        triage = _with_case(triage, name, said, rules, None)
    if advice is not None:
        triage = _decided(triage, symptoms, advice, rules)
    return _next(triage, rules, tuple(symptoms))


def answer(
    triage: Triage, button: int, said: Said, rules: Rules, others: Sequence[str] = ()
) -> Step:
    """An answer to the open question; what else the message says is used as well.

    ``others``: symptoms that the message reports besides.

    Raises:
        ValueError: if no question is open.
    """
    if triage.question is None:
        raise ValueError("no question is open")
    name, place = triage.question
    triage = replace(triage, treatment=treatment_after(triage, said), put_again=False)
    triage = _with_case(triage, name, said, rules, None, but=place)
    triage = _choose(triage, name, place, button, rules)
    for other in others:
        triage = _with_case(triage, other, said, rules, None)
    return _next(triage, rules, (name,))


def asked_again(triage: Triage, question: tuple[str, int] | None, rules: Rules) -> Triage:
    """The triage with this question open, whatever was asked since; the same where there is no
    such question, or not any more."""
    if question is None or question == triage.question:
        return triage
    symptom = rules.knowledge.symptoms.get(question[0])
    if symptom is None or question[1] >= len(symptom.questions):
        return triage
    case = triage.case(question[0]) or Case(question[0], (None,) * len(symptom.questions))
    opened = triage.with_case(replace(case, stage="open"))
    return replace(opened, question=question, put_again=False)


def alarmed(
    triage: Triage, symptoms: Sequence[str], action: Action, said: Said, rules: Rules
) -> Triage:
    """The state after an alarm about reported symptoms, whose level it keeps; nothing is asked any
    more about what was reported before."""
    triage = replace(triage, treatment=treatment_after(triage, said))
    for name in symptoms:
        triage = _with_case(triage, name, said, rules, action)
        case = triage.case(name)
        assert case is not None
        triage = triage.with_case(replace(case, stage="done"))
    left = leave(triage, "interrupted")
    return replace(left, about=tuple(symptoms)) if symptoms else left


def leave(triage: Triage, stage: Stage = "left") -> Triage:
    """The patient does not want to go on: nothing is asked any more about what was reported."""
    cases = tuple(replace(c, stage=stage) if c.stage == "open" else c for c in triage.cases)
    return replace(triage, cases=cases, question=None, put_again=False)


def break_off(triage: Triage, rules: Rules) -> Step:
    """The open question gets no answer: what is known leads to a call today at least, and to a call
    now where less does not stand in the reference, or what nobody told may be red.

    Raises:
        ValueError: if no question is open.
    """
    if triage.question is None:
        raise ValueError("no question is open")
    open_ones = tuple(case.symptom for case in triage.cases if case.stage == "open")
    now = tuple(name for name in open_ones if _is_for_now(triage, name, rules))
    if triage.made_sure == "yes":  # half a yes is no reason to wait
        now = (triage.question[0], *now)
    decided = _decided(triage, now or open_ones, "call_now" if now else "call_today", rules)
    step = _next(replace(decided, put_again=False), rules, open_ones)
    left = triage.question
    return replace(step, triage=replace(step.triage, unanswered=left, guessed=left))


def believe_no(triage: Triage, said: Said, rules: Rules) -> Step:
    """A clear no after the answer was only guessed: the questions go on, and what was said for want
    of an answer stays a call today.

    Raises:
        ValueError: if nothing was guessed.
    """
    if triage.guessed is None:
        raise ValueError("nothing was guessed")
    name, place = triage.guessed
    case = triage.case(name)
    assert case is not None
    chosen = list(case.chosen)
    chosen[place] = unmarked(rules.knowledge.symptoms[name].questions[place])
    learned: Action | None = "call_today" if is_red(case.learned) else case.learned
    believed = replace(case, chosen=tuple(chosen), learned=learned, decided=False)
    step = _next(_with_case(triage.with_case(believed), name, said, rules, None), rules, (name,))
    return replace(step, triage=replace(step.triage, undone=not is_red(step.action)))


def _is_for_now(triage: Triage, name: str, rules: Rules) -> bool:
    """Whether a symptom whose questions are not answered is one for a call now."""
    symptom, case = rules.knowledge.symptoms[name], triage.case(name)
    assert case is not None
    return symptom.unfinished == "call_now" or any(
        question.now_unanswered and place is None
        for question, place in zip(symptom.questions, case.chosen, strict=True)
    )


def without(triage: Triage, symptom: str) -> Triage:
    """The triage without a symptom that turns out to have been none."""
    cases = tuple(case for case in triage.cases if case.symptom != symptom)
    return replace(triage, cases=cases, question=None, put_again=False)


def _with_case(
    triage: Triage,
    name: str,
    said: Said,
    rules: Rules,
    learned: Action | None,
    but: int | None = None,
) -> Triage:
    symptom = rules.knowledge.symptoms[name]
    case = triage.case(name) or Case(name, (None,) * len(symptom.questions))
    chosen = list(case.chosen)
    for place, question in enumerate(symptom.questions):
        if place != but:
            chosen[place] = _graver_button(
                question, chosen[place], settled_by(said, question), rules
            )
    case = replace(
        case,
        chosen=tuple(chosen),
        stage="open",
        learned=graver(case.learned, learned),
        decided=case.decided and case.stage == "open",
    )
    return triage.with_case(case)


def _decided(triage: Triage, symptoms: Sequence[str], advice: Action, rules: Rules) -> Triage:
    """The triage in which nothing more is asked about these symptoms. The advice is about all of
    them, and counts once: for the gravest."""
    cases = [case for case in triage.cases if case.symptom in symptoms]
    levels = [ACTIONS.index(level(case, triage, rules) or "self_care") for case in cases]
    gravest = cases[levels.index(max(levels))]
    for case in cases:
        learned = graver(case.learned, advice) if case is gravest else case.learned
        triage = triage.with_case(replace(case, learned=learned, decided=True))
    return triage


def _choose(triage: Triage, name: str, place: int, button: int, rules: Rules) -> Triage:
    case = triage.case(name)
    if case is None:
        raise ValueError(f"{name} was not reported")
    question = rules.knowledge.symptoms[name].questions[place]
    chosen = list(case.chosen)
    chosen[place] = _graver_button(question, chosen[place], button, rules)
    return triage.with_case(replace(case, chosen=tuple(chosen)))


def _graver_button(
    question: Question, one: int | None, other: int | None, rules: Rules
) -> int | None:
    """The level of a symptom never falls: of two answers to one question the graver holds."""
    if one is None or other is None:
        return other if one is None else one
    mark, new = rules.mark(question, one), rules.mark(question, other)
    return other if graver(mark, new) == new else one


def _next(triage: Triage, rules: Rules, about: tuple[str, ...]) -> Step:
    """The next step: an alarm as soon as one is known, else a question, else the advice."""
    triage = replace(triage, question=None)
    levels = {c.symptom: level(c, triage, rules) for c in triage.cases if c.stage == "open"}
    red = [name for name, known in levels.items() if is_red(known)]
    if red:
        worst = max(red, key=lambda name: levels[name] == "emergency")
        others = (name for name in red if name != worst)
        return _step(_closed(triage), levels[worst], (worst, *others))
    least = _least_of_all(triage, levels, rules)
    relations = rules.knowledge.relations
    for case in triage.cases:
        is_asked = case.stage == "open" and not (case.decided or is_part(case, triage, relations))
        place = _next_question(case, triage, rules, least) if is_asked else None
        if place is not None:
            question = (case.symptom, place)
            asked = triage.with_case(replace(case, asked=case.asked + 1))
            return _step(replace(asked, question=question), None, (case.symptom,))
    return _conclude(triage, rules, about)


def _step(
    triage: Triage, action: Action | None, symptoms: tuple[str, ...], for_several: bool = False
) -> Step:
    said = replace(triage, about=symptoms, for_several=for_several, unanswered=None, made_sure="")
    return Step(replace(said, guessed=None, heard=""), action)


def _least_of_all(triage: Triage, levels: Mapping[str, Action | None], rules: Rules) -> Action:
    """What follows already from what is known of all symptoms together: of two ambers, one of them
    new, nothing but an emergency makes more."""
    own = [case for case in triage.cases if not is_part(case, triage, rules.knowledge.relations)]
    new = [case for case in own if levels.get(case.symptom) == "call_today"]
    old = [
        case for case in own if case.stage == "done" and result(case, triage, rules) == "call_today"
    ]
    least = rules.knowledge.limits.call_now_from_so_many_call_today
    return "call_now" if new and len(new) + len(old) >= least else "self_care"


def _next_question(case: Case, triage: Triage, rules: Rules, least: Action) -> int | None:
    """The place of the next question that can still change something, or None."""
    symptom = rules.knowledge.symptoms[case.symptom]
    if case.asked >= MOST_TIMES_ASKED:
        return None
    known = graver(level(case, triage, rules), least)
    for place, question in enumerate(symptom.questions):
        could = graver(known, question.gravest_mark)
        if case.chosen[place] is None and could != known:
            return place
    return None


def _conclude(triage: Triage, rules: Rules, about: tuple[str, ...]) -> Step:
    """All questions are answered: what follows from the symptom, and from all of them together."""
    results = {
        case.symptom: result(case, triage, rules)
        for case in triage.cases
        if case.stage in ("open", "done")
    }
    open_ones = [case.symptom for case in triage.cases if case.stage == "open"]
    wholes = {
        case.symptom: whole_of(case, triage, rules.knowledge.relations) for case in triage.cases
    }
    own = [(name, one) for name, one in results.items() if wholes.get(name) is None]
    ambers = [name for name, one in own if one == "call_today"]
    greens = [name for name, one in own if one == "self_care"]
    names = tuple(dict.fromkeys(wholes.get(name) or name for name in (*open_ones, *about)))
    action = max((results[name] for name in names), key=ACTIONS.index)
    closed = _closed(triage)
    limits = rules.knowledge.limits
    if action == "call_today" and len(ambers) >= limits.call_now_from_so_many_call_today:
        return _step(closed, "call_now", tuple(ambers), for_several=True)
    if action == "self_care" and len(greens) >= limits.call_today_from_so_many_self_care:
        return _step(closed, "call_today", tuple(greens), for_several=True)
    first = max(names, key=lambda name: ACTIONS.index(results[name]))
    return _step(closed, action, (first, *(name for name in names if name != first)))


def _closed(triage: Triage) -> Triage:
    cases = tuple(replace(c, stage="done") if c.stage == "open" else c for c in triage.cases)
    return replace(triage, cases=cases, question=None, put_again=False)
