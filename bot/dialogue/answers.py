"""What a message means as an answer to the open triage question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.dialogue.facts_said import is_before_a_number, stands_after_not
from bot.dialogue.measures import read_measure
from bot.dialogue.opening import opens_question
from bot.dialogue.said import Said
from bot.dialogue.settling import (
    button_of_value,
    graver_of,
    mildest_marked,
    place_of,
    rank,
    unmarked,
)
from bot.dialogue.stems import stem, stems_of
from bot.dialogue.triage_knowledge import FACT, Question, TriageKnowledge
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

Stop = Literal["stop"]
YES_ALONE, YES_CLAUSE, ASKED_BACK = "yes, alone", "yes, as a clause", "asked back"
MEANT, IN_CARE = "meant", "in care"
_YES_IF = frozenset({YES_ALONE, YES_CLAUSE})
_UNSURE = frozenset({"not sure", "perhaps"})
_MEANT_AS = {YES_ALONE: "yes", YES_CLAUSE: "yes", "perhaps": "not sure"}
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_YES_OR_NO_WORDS = 12  # a longer one without a number or fact that fits is no answer
_LONGEST_STOP_WORDS = 5
_DENIED_THOUGH_UNSURE = 2  # who denies so many parts has answered, though he is not sure
_DENIAL_WITHIN_WORDS = 5  # between "no" and what it denies: "i do not have any fever"
_LEAST_TITLE_LETTERS, _LONGEST_WRONG_WORDS = 3, 20
_QUALITIES = frozenset({"old_same", "new_worse", "new", "breath_exertion", "hit_head"})


def read_answer(said: Said, question: Question, knowledge: TriageKnowledge) -> int | Stop | None:
    """The button that a message chooses, "stop", or None where it is no answer.

    A tapped button's title is matched exactly; then numbers, stated facts, yes, no and not sure
    are read. "Not sure" counts as the graver answer (triage_notes.md, section 1). "No fever" is no
    answer to a question that does not ask for a fever.
    """
    text = said.words.text
    for place, button in enumerate(question.buttons):
        if title_key(button.title) == title_key(text):
            return place
    words = [word.norm for word in said.words.items if word.norm.isalnum()]
    found = _meant(knowledge.answers.find(said.words), said)
    opening = _opening(found)
    asks_else = said.asks and said.english.about_the_questions.isdisjoint(words)
    if not asks_else and _stops(found, opening, len(words)):
        return "stop"
    denies_else = _denies_something_else(said, question, knowledge, found)
    stated = _stated(said, question, is_short=len(words) <= _LONGEST_YES_OR_NO_WORDS)
    yes, no = place_of(question, "Yes"), place_of(question, "No")
    if stated is None and _denies_mildest(said, question):
        return mildest_marked(question)
    if yes is not None and no is not None:
        chosen = _yes_or_no(said, question, stated, opening, _labels(found), len(words), yes, no)
        return None if chosen == no and denies_else and stated is None else chosen
    if stated is not None:
        return stated
    is_unsure = "not sure" in _labels(found) and opening != ASKED_BACK
    is_grave = is_unsure or (said.worsens and not said.asks)
    if is_grave and len(words) <= _LONGEST_YES_OR_NO_WORDS:
        return graver_of(question)
    if opening == "no" and len(words) <= _LONGEST_STOP_WORDS and not denies_else:
        return _no_of(question) if _can_be_no(question, words, said) else None
    return _nearest_title(words, question)


def _yes_or_no(
    said: Said,
    question: Question,
    stated: int | None,
    opening: str | None,
    labels: set[str],
    length: int,
    yes: int,
    no: int,
) -> int | None:
    if stated is not None and stated not in (yes, no):
        return stated
    if stated == yes:
        return yes
    if length > _LONGEST_YES_OR_NO_WORDS and opening is None:
        return None
    is_unsure = opening == "not sure" or (opening is None and "not sure" in labels)
    parts = {part for button in question.buttons if button.mark for part in button.parts}
    # "Not sure how long. They are not red or hot, and no fever" answers what was asked.
    if is_unsure and len(parts & said.denied) < _DENIED_THOUGH_UNSURE:
        return graver_of(question)
    denied = bool(parts & said.denied)
    if is_unsure:
        return no
    if opening == "yes" and denied:
        return None  # "ya, water stays, no blood" says both
    if opening in ("yes", "no"):
        return yes if opening == "yes" else no
    if denied or said.well:
        return no
    # "can i have a glass of wine on friday" holds "i have" and answers nothing.
    asks = opens_question(said.words, said.english)
    if ("yes" in labels or "no" in labels) and length <= _LONGEST_STOP_WORDS and not asks:
        return yes if "yes" in labels else no
    # "1" where it asks for 2 to 3 kg or more.
    return no if stated == no and length <= _LONGEST_STOP_WORDS else None


def _denies_mildest(said: Said, question: Question) -> bool:
    """Whether the harmless answer is just what a message says it is not: "it isn't old", "not like
    my usual ones", "I don't eat as usual"."""
    place = unmarked(question)
    words = sum(word.norm.isalnum() for word in said.words.items)
    if place is None or words > _LONGEST_YES_OR_NO_WORDS:
        return False
    button = question.buttons[place]
    places = [said.places_of_facts[part][0] for part in button.parts if part in said.denied]
    if any(stands_after_not(first, said.words, said.english) for first in places):
        return True
    named = {word for word in title_key(button.title).split() if len(word) >= _LEAST_TITLE_LETTERS}
    return any(
        word.norm in named and stands_after_not(at, said.words, said.english)
        for at, word in enumerate(said.words.items)
    )


def says_no(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether a message is a no and little more."""
    words = [word.norm for word in said.words.items if word.norm.isalnum()]
    opening = _opening(_meant(knowledge.answers.find(said.words), said))
    return opening == "no" and len(words) <= _LONGEST_STOP_WORDS


def labels_of(said: Said, knowledge: TriageKnowledge) -> set[str]:
    """What the phrases of a message answer, as they are meant."""
    return _labels(_meant(knowledge.answers.find(said.words), said))


def asks_back(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether a message says that the question was not understood."""
    return ASKED_BACK in labels_of(said, knowledge)


def begins_with_plain_no(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether nothing, or a new clause, follows the no that a message begins with."""
    return _is_plain(_meant(knowledge.answers.find(said.words), said), said)


def says_it_is_wrong(said: Said, knowledge: TriageKnowledge) -> bool:
    """Whether a message says that what was understood is not so."""
    words = sum(word.norm.isalnum() for word in said.words.items)
    found = _labels(knowledge.answers.find(said.words))
    return "wrong" in found and words <= _LONGEST_WRONG_WORDS


def _stops(found: Sequence[Match], opening: str | None, length: int) -> bool:
    """ "Stop" alone, or "stop asking" in a message that is not much longer."""
    labels = _labels(found)
    if "wrong" in labels and length <= _LONGEST_WRONG_WORDS:
        return True
    if "stop" not in labels:
        return False
    in_words = any(match.label == "stop" and match.end - match.first > 1 for match in found)
    return (opening == "stop" and length <= _LONGEST_STOP_WORDS) or (
        in_words and length <= _LONGEST_YES_OR_NO_WORDS
    )


def _denies_something_else(
    said: Said, question: Question, knowledge: TriageKnowledge, found: Sequence[Match]
) -> bool:
    """Whether the "no" of a message denies only what the question does not name. "No, no fever" is
    a plain no and more."""
    if not said.denials or said.well or _is_plain(found, said):
        return False
    first = min((match.first for match in found if match.label == "no"), default=None)
    denials = [one for one in said.denials if _is_sign(one.label, knowledge)]
    if first is not None and denials:
        nearest = min(one.first for one in denials)
        if nearest - first > _DENIAL_WITHIN_WORDS and nearest > first:
            return False
    parts = {part for button in question.buttons for part in button.parts}
    named = stems_of(question.wordings, knowledge)
    for one in denials:
        words = [said.words.norm(place) for place in range(one.first, one.end)]
        if one.label in parts or any(stem(word) in named for word in words):
            return False
    return bool(denials)


def _is_sign(label: str, knowledge: TriageKnowledge) -> bool:
    """Whether a part or a report names what somebody has: "fever", not "just one arm"."""
    place = label.split(":")
    if len(place) == 1:
        return True
    if place[0] == FACT:
        return place[1] not in _QUALITIES
    button = knowledge.symptoms[place[0]].questions[int(place[1])].buttons[int(place[2])]
    return button.title == "Yes"


def _is_plain(found: Sequence[Match], said: Said) -> bool:
    """Whether the message begins with a no after which nothing, or a new clause, stands."""
    early = [match.end for match in found if match.first == 0 and match.label == "no"]
    if not early:
        return False
    end = max(early)
    if not any(map(str.isalnum, said.words.norm(end))):
        return True
    # "no i am awake", but not "no i am not dizzy"
    starts, verb, then = (said.words.norm(end + place) for place in range(3))
    english = said.english
    return starts in english.subjects and verb in english.being and then != "not"


def _no_of(question: Question) -> int | None:
    """The answer that begins with "no", which may be the grave one ("Can the person tell the
    date?"), else the harmless one."""
    titles = [title_key(button.title).split()[0] for button in question.buttons]
    return titles.index("no") if "no" in titles else unmarked(question)


def _can_be_no(question: Question, words: Sequence[str], said: Said) -> bool:
    """ "Is the cough new?" can be answered with "no", "How is the pain?" cannot; "How many more?"
    can be answered with "none", but "no" says no number."""
    if question.text.split()[0].casefold() in said.english.auxiliaries:
        return True
    harmless = [title_key(button.title) for button in question.buttons if not button.mark]
    return any(key.split()[0] == "no" or words[0] == key.split()[0] == "none" for key in harmless)


def _stated(said: Said, question: Question, is_short: bool) -> int | None:
    value = None
    if question.measure and is_short:
        value = read_measure(said.words, question.measure, said.measures, alone=True)
    chosen = [] if value is None else [button_of_value(question, value)]
    chosen += [place for place, button in enumerate(question.buttons) if said.states(button)]
    places = [place for place in chosen if place is not None]
    # The number decides, unless something graver was stated beside it.
    return max(places, key=lambda place: (rank(question, place), -place)) if places else None


def _meant(found: Sequence[Match], said: Said) -> list[Match]:
    """The phrases as they are meant: "it is" is a yes, and "it is the old slipped disc" is none;
    "maybe 2 more than usual" is sure enough."""
    is_short = sum(word.norm.isalnum() for word in said.words.items) <= _LONGEST_STOP_WORDS
    return [
        replace(match, label=_MEANT_AS.get(match.label, match.label))
        for match in found
        if match.label != "perhaps" or match.first == 0 or is_short
        if match.label not in _UNSURE or not is_before_a_number(match.end, said.words, said.english)
        if match.label not in _YES_IF or _stands_alone(match, said.words)
        if match.label != "yes" or not stands_after_not(match.first, said.words, said.english)
    ]


def _stands_alone(match: Match, words: Words) -> bool:
    """Whether no word follows, or, after "a bit", only another clause."""
    end = match.end + 1 if match.label == YES_CLAUSE else len(words)
    return match.first == 0 and not any(
        words.norm(place).isalnum() for place in range(match.end, end)
    )


def _opening(found: Sequence[Match]) -> str | None:
    """What the message begins with: the longest phrase at its first words."""
    early = [match for match in found if match.first == 0]
    if not early:
        return None
    first = min(match.first for match in early)
    best = max((m for m in early if m.first == first), key=lambda m: (m.end, m.label == "not sure"))
    return best.label


def _labels(found: Sequence[Match]) -> set[str]:
    return {match.label for match in found}


def _nearest_title(words: Sequence[str], question: Question) -> int | None:
    """The only button whose words hold the whole of a short message ("sore, can walk")."""
    said = {word for word in words if len(word) > 2 and len(words) <= _LONGEST_STOP_WORDS}
    fitting = [
        place
        for place, button in enumerate(question.buttons)
        if said and said <= set(title_key(button.title).split())
    ]
    return fitting[0] if len(fitting) == 1 else None


def title_key(text: str) -> str:
    """What is compared of a button's title: case and punctuation do not count."""
    return _NOT_WORD.sub(" ", text.casefold().replace("'", "").replace("’", "")).strip()
