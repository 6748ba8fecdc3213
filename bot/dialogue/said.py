"""What a message says that matters for triage: symptoms reported, facts stated and denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.measures import read_measure
from bot.dialogue.triage_knowledge import BOTH, FACT, Button, Question, TriageKnowledge
from bot.safety.rules.context import (
    BARE,
    NEGATION_REACH_WORDS,
    NOW,
    OWN_QUESTION,
    RESOLVED,
    Cues,
    context_of,
)
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.temperatures import TemperatureRules
from bot.safety.rules.words import Words, read_words

FEVER = "fever"
# Below this a temperature denies a fever (UK helplines: 37.5 °C).
NO_FEVER_CELSIUS = 37.5
# A number of these kinds reports its symptom.
MEASURED = {"temperature": FEVER, "pressure": "low_blood_pressure"}
# Reasons of context.py under which a symptom is happening, a fact is stated, or is over.
_HAPPENING = frozenset({NOW, BARE, OWN_QUESTION})
_STATED = frozenset({NOW, BARE, OWN_QUESTION, "mild"})
_OVER = frozenset({"past", RESOLVED})
# A fact is denied by the "no" right before it or before its list, not by one further off.
_DENIAL_REACH_WORDS = 6
# A sentence that begins with one of these asks.
_ASKING = frozenset(
    {"what", "why", "how", "is", "are", "do", "does", "can", "could", "will", "would", "should",
     "which", "when", "did", "explain", "tell", "wondering"}
)  # fmt: skip
# So many parts of a question must be denied before it counts as answered with "No".
_ENOUGH_DENIED = 2


@dataclass(frozen=True)
class Said:
    """A message read for triage.

    Attributes:
        words: its words.
        temperatures: how body temperatures are recognised.
        reported: symptoms whose phrases it holds, each with its best reason to count.
        stated: labels of the facts that it states.
        over: labels of the facts that were and are over.
        denied: labels of the facts that it denies.
        signs_denied: how many different signs it denies.
        well: whether it says that nothing else is wrong.
        coping: whether it says that somebody eats, drinks or moves as usual.
        of_relative: whether it speaks of a relative.
        treatment: the treatment that it names, or None.
        places: where each symptom's phrase stands.
    """

    words: Words
    temperatures: TemperatureRules
    reported: Mapping[str, str]
    stated: frozenset[str]
    over: frozenset[str]
    denied: frozenset[str]
    signs_denied: int
    well: bool
    coping: bool
    of_relative: bool
    treatment: str | None
    places: Mapping[str, tuple[int, int]]

    @cached_property
    def happening(self) -> tuple[str, ...]:
        """Symptoms that the phrases report as happening, in the order they are named."""
        names = [name for name, reason in self.reported.items() if reason in _HAPPENING]
        return tuple(sorted(names, key=lambda name: self.places[name]))

    def states(self, button: Button) -> bool:
        """Whether a fact that chooses a button is stated; one that is over can only reassure."""
        known = self.stated if button.mark else self.stated | self.over
        return any(set(part.split(BOTH)) <= known for part in button.parts)

    def value(self, question: Question) -> float | None:
        """The number that answers a question, in the unit of its measure."""
        if not question.measure:
            return None
        return read_measure(self.words, question.measure, self.temperatures)


def norms_of(text: str, knowledge: TriageKnowledge) -> list[str]:
    """The words of a message in their normal form."""
    return [word.norm for word in read_words(text, knowledge.spelling.correct).items]


def read_said(
    text: str, knowledge: TriageKnowledge, cues: PhraseBook, fever_celsius: float = 38.0
) -> Said:
    """Reads a message.

    Args:
        text: what the patient wrote.
        knowledge: what is asked about symptoms.
        cues: the safety layer's phrases of context ("no", "what if", "since lunch").
        fever_celsius: from here on a temperature is a fever.
    """
    words = read_words(text, knowledge.spelling.correct)
    context = Cues.of(words, cues)
    reported: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    for mention in knowledge.reports.find(words):
        reason = _reason(mention, context)
        if mention.label not in reported or _counts_more(reason, reported[mention.label]):
            reported[mention.label] = reason
            places[mention.label] = (mention.first, mention.end)
    stated, over, denied = _facts(_longest_of_a_question(knowledge.parts.find(words)), context)
    for measure, symptom in MEASURED.items():
        if (
            read_measure(words, measure, knowledge.temperatures) is not None
            and symptom not in reported
        ):
            reported[symptom], places[symptom] = NOW, (0, len(words))
    temperature = read_measure(words, "temperature", knowledge.temperatures)
    if temperature is not None and temperature >= fever_celsius:
        stated |= {f"{FACT}:{FEVER}"}
    elif temperature is not None and temperature < NO_FEVER_CELSIUS:
        denied |= {f"{FACT}:{FEVER}"}
    denied -= stated
    treatments = [match.label for match in knowledge.treatments.find(words)]
    return Said(
        words=words,
        temperatures=knowledge.temperatures,
        reported=reported,
        stated=stated,
        over=over,
        denied=denied,
        signs_denied=_count_denied(knowledge.parts.find(words), denied),
        well=bool(knowledge.well.find(words)),
        coping=bool(knowledge.coping.find(words)),
        of_relative=bool(knowledge.relative.find(words)),
        treatment=_clearest_treatment(treatments),
        places=places,
    )


def _longest_of_a_question(mentions: list[Match]) -> list[Match]:
    """Without phrases inside a longer one of another button: "stairs are fine" is not "stairs"."""
    kept = []
    for mention in mentions:
        rivals = (other for other in mentions if _is_rival(mention, other))
        if not any(one.first <= mention.first and mention.end <= one.end for one in rivals):
            kept.append(mention)
    return kept


def _is_rival(mention: Match, other: Match) -> bool:
    ours, theirs = mention.label.split(":"), other.label.split(":")
    if len(ours) < 4 or len(theirs) < 4 or ours[:2] != theirs[:2] or ours[2] == theirs[2]:
        return False
    return other.end - other.first > mention.end - mention.first


def _reason(mention: Match, cues: Cues, reach: int = NEGATION_REACH_WORDS) -> str:
    """As the safety layer reads it, but "my skin is a bit red" is no question."""
    reason = context_of(mention, cues, mild_is_small=False, reach=reach)
    if reason == "question" and not _is_asked(mention, cues.words):
        return BARE
    return reason


def _is_asked(mention: Match, words: Words) -> bool:
    first, end = words.sentence_bounds(mention.first)
    if words.norm(end - 1) == "?":
        return True
    opening = {words.norm(place) for place in range(first, min(first + 2, mention.first))}
    return bool(opening & _ASKING)


def _count_denied(mentions: list[Match], denied: frozenset[str]) -> int:
    """Different places at which a sign is denied: "no blood, no fever" are two."""
    return len({mention.first for mention in mentions if mention.label in denied})


def _counts_more(reason: str, than: str) -> bool:
    order = (NOW, BARE, OWN_QUESTION, RESOLVED, "past")
    rank = {reason: place for place, reason in enumerate(order)}
    return rank.get(reason, len(order)) < rank.get(than, len(order))


def _facts(
    mentions: list[Match], cues: Cues
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Labels of the facts stated, over, and denied."""
    stated: set[str] = set()
    over: set[str] = set()
    denied: set[str] = set()
    for mention in mentions:
        reason = _reason(mention, cues, _DENIAL_REACH_WORDS)
        if reason in _STATED:
            stated.add(mention.label)
        elif reason in _OVER:
            over.add(mention.label)
        elif reason == "negated":
            denied.add(mention.label)
    return frozenset(stated), frozenset(over - stated), frozenset(denied - stated)


def _clearest_treatment(named: list[str]) -> str | None:
    """ "CAR-T two years ago" names CAR-T as well, but is over."""
    for treatment in ("car_t_past", "bispecific", "car_t", "checkpoint_inhibitor"):
        if treatment in named:
            return treatment
    return None


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
        return max(stated, key=lambda place: (_rank(question, place), -place))
    harmless = _harmless(question)
    if harmless is None:
        return None
    parts = {part for button in question.buttons if button.mark for part in button.parts}
    denied = len(parts & said.denied)
    is_denied = denied >= min(_ENOUGH_DENIED, len(parts)) > 0
    if is_denied or (_is_yes_or_no(question) and (said.well or _is_safe(said, question))):
        return harmless
    return None


def _is_safe(said: Said, question: Question) -> bool:
    """ "three times more, no blood, no fever, drinking" answers the question for danger signs."""
    return question.gravest_mark == "emergency" and said.coping and said.signs_denied >= 2


def button_of_value(question: Question, value: float) -> int | None:
    """The button whose values hold a number."""
    for place, button in enumerate(question.buttons):
        if any(value in one for one in button.values):
            return place
    return None


def _rank(question: Question, place: int) -> int:
    order = (None, "self_care", "call_today", "call_now", "emergency")
    return order.index(question.buttons[place].mark)


def _is_more(question: Question, place: int, than: int) -> bool:
    return _rank(question, place) > _rank(question, than)


def _harmless(question: Question) -> int | None:
    unmarked = [place for place, button in enumerate(question.buttons) if not button.mark]
    return unmarked[0] if unmarked else None


def _is_yes_or_no(question: Question) -> bool:
    return [button.title for button in question.buttons] == ["No", "Yes"]


__all__ = ["FACT", "Said", "button_of_value", "read_said", "settled_by"]
