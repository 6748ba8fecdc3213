"""What follows from an answer to a triage question: clear, doubtful, late, or none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answers import read_answer, says_no
from bot.dialogue.choosing import as_judged, passes_suicide, past_suicide
from bot.dialogue.known import with_known
from bot.dialogue.later import (
    is_denial,
)
from bot.dialogue.limiting import only_limits
from bot.dialogue.open_question import only_tells_details
from bot.dialogue.reply import Reply
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.settling import is_yes_or_no, mildest_marked, place_of, rank, settled_by
from bot.dialogue.suicide_question import (
    button_about_suicide,
    is_about_suicide,
    is_beside_the_question,
)
from bot.dialogue.sureness import Doubt, doubt_of, is_for_danger, is_only_guessed
from bot.dialogue.triage import (
    answer,
    asked_again,
    believe_no,
    break_off,
    leave,
    report,
    without,
)
from bot.dialogue.triage_knowledge import Question, is_red
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.turns import Turn, turn_of
from bot.dialogue.whole_talk import another_symptom

# "Whatever" tells nothing.
_LEAST_WORDS_TOLD = 2


def answered(
    triage: Triage, message: Message, said: Said, known: Said, reader: Reader
) -> Turn | None:
    """What follows from a message while a question is open; None: it may report another symptom."""
    reply = Reply(triage, message, said, known, reader)
    if reply.asks_about_the_question:
        return Turn("question", replace(triage, heard="asked back", explained=triage.question))
    if reply.passes_suicide:
        return past_suicide(triage, message, reader)
    if reply.means_another:
        left = without(triage, reply.symptom.name)
        return turn_of(report(left, reply.others, known, reader.rules), reader.rules)
    if reply.leaves:
        is_closed = reply.needs_no_more
        return Turn("left", leave(triage)) if is_closed else _stopped(triage, reader)
    if reply.chosen is None or reply.chosen == "stop":
        # "New" alone sounds like some report; no other symptom is named, so it is none.
        return None if reply.others else _without_answer(triage, message, said, known, reader)
    if reply.is_pressed:
        nothing_else = _nothing_but_known(triage, reader)
        return turn_of(answer(triage, reply.chosen, nothing_else, reader.rules), reader.rules)
    if reply.asks_back:
        return Turn("question", replace(triage.once_more(""), made_sure="no"))
    chosen, doubt = as_judged(triage, reply.chosen, said, message, reader)
    return _by_answer(reply, chosen, _doubt_of_reply(reply, chosen, doubt))


def _doubt_of_reply(reply: Reply, chosen: int, doubt: Doubt | None) -> Doubt | None:
    """The answer that a reply is taken for and does not surely give, beside what its words say of
    that: a picture answers no question for danger, and "hard to say" nothing that was guessed."""
    said, question, knowledge = reply.said, reply.question, reply.rules.knowledge
    if reply.is_of_suicide:
        # "Two months" may tell how long somebody has thought of it.
        is_beside = is_beside_the_question(said, question, knowledge)
        doubt = "yes" if is_beside and chosen == place_of(question, "Yes") else None
    elif reply.message.is_sign and is_for_danger(question):
        doubt = "no" if chosen == place_of(question, "No") else "yes"
    if reply.triage.is_guess and is_only_guessed(said, question, knowledge):
        return doubt or "yes"
    return doubt


def _by_answer(reply: Reply, chosen: int, doubt: Doubt | None) -> Turn:
    """What follows from an answer: it counts, or the question is put once more, or, where it was,
    whom to call."""
    triage, message, known, rules = reply.triage, reply.message, reply.known, reply.rules
    if doubt is not None and not message.is_check and not triage.made_sure:
        return _make_sure(triage, doubt, known, reply.others, rules)
    if doubt == "no" and not message.is_sign:
        return turn_of(break_off(triage, rules), rules)
    turn = turn_of(answer(triage, chosen, known, rules, reply.others), rules)
    is_guessed = doubt == "yes" or is_only_guessed(reply.said, reply.question, rules.knowledge)
    if is_guessed and turn.is_alarm and turn.triage.about[:1] == (reply.symptom.name,):
        turn = replace(turn, triage=replace(turn.triage, guessed=reply.place))
    return turn


def _stopped(triage: Triage, reader: Reader) -> Turn:
    """What follows from the plain wish to be asked no more: what was reported is not forgotten."""
    step = break_off(triage, reader.rules)
    if is_red(step.action):
        return turn_of(step, reader.rules)
    about = tuple(case.symptom for case in triage.cases if case.stage == "open")
    return Turn("left", replace(leave(triage), about=about, unanswered=triage.question))


def _make_sure(
    triage: Triage, doubt: Doubt, known: Said, others: Sequence[str], rules: Rules
) -> Turn:
    """The open question once more, as what was written gives no clear answer to it; what else it
    tells is kept, and may be an alarm."""
    assert triage.question is not None
    step = report(triage, [triage.question[0], *others], known, rules)
    if step.triage.question != triage.question:
        return turn_of(step, rules)
    return Turn("question", replace(step.triage.once_more(""), made_sure=doubt))


def late_answer(
    triage: Triage, message: Message, said: Said, known: Said, reader: Reader
) -> Turn | None:
    """What follows from a clear answer to a question right after one was guessed, or gone without:
    a no is believed, and a yes counts."""
    is_open = triage.question is not None or message.alarm is not None
    if triage.guessed is None or is_open or said.asks or message.is_check:
        return None
    name, place = triage.guessed
    rules, symptom, case = reader.rules, reader.rules.knowledge.symptoms[name], triage.case(name)
    question = symptom.questions[place]
    chosen = read_answer(said, question, rules.knowledge)
    if is_about_suicide(symptom, question):
        chosen = button_about_suicide(chosen, said, question, rules.knowledge, is_left=False)
        if passes_suicide(chosen, message, said, symptom, question, reader):
            return None
    if case is None or not isinstance(chosen, int):
        return None
    is_no = chosen == place_of(question, "No")
    if is_no and doubt_of(chosen, said, question, rules.knowledge) is None:
        return turn_of(believe_no(triage, known, rules), rules)
    if is_no or case.chosen[place] is not None or not is_yes_or_no(question):
        return None
    if doubt_of(chosen, said, question, rules.knowledge) is not None:
        return None
    opened = asked_again(triage, triage.guessed, rules)
    return turn_of(answer(opened, chosen, known, rules), rules)


def _nothing_but_known(triage: Triage, reader: Reader) -> Said:
    return with_known(reader.said(""), triage, reader.rules.knowledge.relations)


def _without_answer(
    triage: Triage, message: Message, said: Said, known: Said, reader: Reader
) -> Turn:
    """What follows from a message that does not answer the open question: facts that settle another
    one are kept; a denial of something else, and what is not understood at all, get the question
    once more. A second time it is advised to call today, here or after something else is
    answered."""
    assert triage.question is not None
    name, _ = triage.question
    if only_limits(said, reader.rules.knowledge):
        if triage.put_again:
            return turn_of(break_off(triage, reader.rules), reader.rules)
        return Turn("question", triage.once_more("told"))
    meant = another_symptom(message.told, name, reader)
    if meant is not None:
        return turn_of(report(without(triage, name), [meant], known, reader.rules), reader.rules)
    case = triage.case(name)
    questions = reader.rules.knowledge.symptoms[name].questions
    if said.treatment.kind not in (None, triage.treatment) and not said.asks:
        # "CAR-T, sixteen days now" may make it graver.
        return _with_news(triage, known, reader)
    if case is not None and (message.is_unclear or not said.asks):
        known_places = [settled_by(known, question) for question in questions]
        places = zip(questions, known_places, case.chosen, strict=True)
        if any(_is_news(question, new, old) for question, new, old in places):
            return _with_news(triage, known, reader)
        is_no = says_no(said, reader.rules.knowledge)
        if is_no and triage.put_again and not is_denial(said):
            # It is no answer, and nothing harmless follows from it.
            mildest = mildest_marked(questions[triage.question[1]])
            return turn_of(answer(triage, mildest, known, reader.rules), reader.rules)
        tells_after_question = message.is_unclear and _stands_after_a_question(triage, said)
        if tells_after_question:
            return Turn("question", triage.once_more("told"))
        is_nothing = message.is_unclear or message.only_nods or is_no or _is_a_statement(said)
        if (
            is_denial(said)
            or (_tells_more(said, reader) and not triage.made_sure)
            or (is_nothing and not triage.put_again)
        ):
            return Turn("question", triage.once_more("unclear" if said.asks else "told"))
        if message.is_unclear and triage.put_again and not said.asks:
            # Twice unanswered, and nothing else was meant: whoever is not understood calls today.
            return turn_of(break_off(triage, reader.rules), reader.rules)
    return Turn(None, triage)


def _is_a_statement(said: Said) -> bool:
    """ "He feels the floor", whatever topic that sounds of; not "I want to know more"."""
    norms = {word.norm for word in said.words.items}
    is_able = said.words.norm(0) == "can" and said.words.norm(1) in said.english.after_can
    states = (said.words.norm(0) in said.english.subjects or is_able) and not said.asks
    return states and norms.isdisjoint(said.english.wishing_to_know)


def _tells_more(said: Said, reader: Reader) -> bool:
    """Whether it goes on telling of the symptom: what is not there, where it is, how somebody eats.
    The question is put again however often: nobody goes past it."""
    tells = said.signs_denied > 0 or said.coping
    return not said.asks and (tells or only_tells_details(said, reader.rules.knowledge))


def _stands_after_a_question(triage: Triage, said: Said) -> bool:
    """Whether the open question was put once more only because the patient asked something, and
    something is told now: it was not passed over yet."""
    is_put_for_that = triage.put_again and triage.heard in ("", "unclear")
    words = sum(any(map(str.isalnum, word.norm)) for word in said.words.items)
    tells = words >= _LEAST_WORDS_TOLD and not said.asks
    return is_put_for_that and not triage.made_sure and tells


def _with_news(triage: Triage, known: Said, reader: Reader) -> Turn:
    """What follows from facts that answer another question; where it changes nothing, the open one
    is put once more."""
    assert triage.question is not None
    turn = turn_of(report(triage, [triage.question[0]], known, reader.rules), reader.rules)
    if turn.triage.question != triage.question:
        return turn
    return replace(turn, triage=replace(turn.triage, heard="told"))


def _is_news(question: Question, new: int | None, old: int | None) -> bool:
    """Whether a button is chosen that was not, or that is graver than the one before."""
    return new is not None and (old is None or rank(question, new) > rank(question, old))
