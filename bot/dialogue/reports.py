"""What a message reports: phrases and recogniser together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.dialogue.answers import read_answer
from bot.dialogue.answers import title_key as _key
from bot.dialogue.complaints import are_several
from bot.dialogue.complete import advice_in, is_mild_beyond_doubt, is_surely_mild, red_of
from bot.dialogue.context_knowledge import ContextKnowledge
from bot.dialogue.named_symptoms import MOST_SYMPTOMS, apart, lies_with, named_symptoms
from bot.dialogue.recogniser import ASK, NO_SYMPTOM, Recognised, Recogniser
from bot.dialogue.said import Said
from bot.dialogue.said_of_treatment import read_with_treatment
from bot.dialogue.settling import button_of_value, settled_by, unmarked
from bot.dialogue.sureness import is_for_danger
from bot.dialogue.triage import report
from bot.dialogue.triage_knowledge import FACT, Action, is_red
from bot.dialogue.triage_levels import Rules, level
from bot.dialogue.triage_state import Triage
from bot.safety.finding import Assessment
from bot.safety.rules.bare_no import with_comma_after_no
from bot.safety.rules.phrases import PhraseBook

# With so much of the learned share for low mood, and as likely an emergency as this, it sounds of
# suicide: of 8 such messages of eight writers that the detector did not take for it 5 were.
MOOD_OF_SUICIDE_FROM, GRAVE_FROM = 0.3, 0.5
MOOD, BREATH = "mood", "breathlessness"
# Out of breath on the stairs, and nothing graver told, is a call now (triage reference).
STAIRS = f"{FACT}:breath_stairs"
OLD, ILL = f"{FACT}:old_same", f"{FACT}:ill"
# "I feel really unwell": the recogniser only guesses a symptom.
_OF_ILL = frozenset({ILL, f"{FACT}:feeling_hot"})
_LONGEST_ILL_WORDS = 12
_SMALLEST = 1e-9
# Whoever denies the signs of danger that his symptom is asked for, and states none, sounds like an
# emergency by the words that he denies: of 1,740 red flags of the development sets 14 are such
# reports, and below this, with this share of the main symptom, none of them is one.
DESPITE_DENIED_DANGER_FROM, CLEAR_FROM = 0.93, 0.4
# Measures that say how often something came.
_TIMES = frozenset({"stools", "vomits"})
_NO_SIGNS = frozenset(f"{FACT}:{one}" for one in ("new_worse", "new", "old_same"))
# What is longer says more than an answer.
LONGEST_ANSWER_WORDS, LONGEST_NO_WORDS = 10, 4


@dataclass(frozen=True)
class Report:
    """What a message reports as happening now, to the patient or a relative.

    Attributes:
        said: the message read.
        symptoms: the symptoms reported, the main one first; none where nothing is reported.
        level: the action that its facts lead to at least, or None.
        red: how likely its wording is red (call now or emergency), from 0 to 1.
        emergency: how likely its wording is an emergency.
        red_as_told: how likely the main symptom is red as it is told.
        emergency_if_red: how likely it is then an emergency.
        sureness: how likely the likeliest thing is that follows from it as it is told.
        to_ask: how likely it is that something must be asked.
        nothing: how much of the learned share speaks for no report.
        measured: whether a number that it gives makes it red.
        is_counted: whether a number in it tells how often it came.
        share: the learned share of the main symptom.
        strongest: the largest learned share of any symptom; None: no recogniser was asked.
        mood: how much of the learned share speaks for low mood.
        told_in_name: whether the words that name the main symptom hold the fact that makes it red.
        advice: the advice that a mild report leads to whose wording says all that decides; None:
            something must be asked, or it may be red.
        is_surely_mild: whether the wording as a whole is so surely mild that facts which it seems
            to state do not make it graver.
        is_mild_beyond_doubt: whether it is so surely mild that words in it, and the detector,
            make no alarm of it.
        sounds_of_suicide: whether it sounds of low mood and of an emergency at once.
    """

    said: Said
    symptoms: tuple[str, ...] = ()
    level: Action | None = None
    red: float = 0.0
    emergency: float = 0.0
    red_as_told: float = 0.0
    emergency_if_red: float = 0.0
    sureness: float = 0.0
    to_ask: float = 0.0
    mood: float = 1.0
    nothing: float = 0.0
    measured: bool = False
    is_counted: bool = False
    told_in_name: bool = False
    share: float = 1.0
    strongest: float | None = None
    advice: Action | None = None
    is_surely_mild: bool = False
    is_mild_beyond_doubt: bool = False
    sounds_of_suicide: bool = False

    @property
    def is_only_ill(self) -> bool:
        """Whether it says how ill somebody feels, and nothing of what it is."""
        signs = {label for label in self.said.stated if label.startswith(FACT)} - _NO_SIGNS
        norms = {word.norm for word in self.said.words.items}
        return (
            ILL in signs
            and bool(norms & self.said.english.whoever_is_ill)
            and signs <= _OF_ILL
            and not self.said.happening
            and len(self.said.words) <= _LONGEST_ILL_WORDS
        )

    @property
    def is_named(self) -> bool:
        """Whether a phrase names the main symptom as happening."""
        return bool(self.symptoms) and self.symptoms[0] in self.said.happening


@dataclass(frozen=True)
class Reader:
    """Reads messages for triage; without a recogniser the phrases work alone.

    ``other_buttons``: titles on buttons of fixed responses; ``context``: how treatments are named;
    ``hears``: the safety layer, for a part of a message that is judged apart.
    """

    rules: Rules
    cues: PhraseBook
    recogniser: Recogniser | None = None
    other_buttons: frozenset[str] = frozenset()
    context: ContextKnowledge | None = None
    hears: Callable[[str], Assessment] | None = None

    def is_harmless_button(self, text: str) -> bool:
        """Whether a text is exactly what stands on a button that alarms nobody, such as "Mild,
        comes and goes"; longer titles only, so that no report can be one."""
        return " " in text.strip() and _key(text) in self._harmless_titles

    def answers(self, text: str, symptom: str, titles: Sequence[str]) -> bool:
        """Whether a short text answers the question of a symptom that has these buttons."""
        said, knowledge = self.said(text), self.rules.knowledge
        if len(said.words) > LONGEST_ANSWER_WORDS or symptom not in knowledge.symptoms:
            return False
        questions = knowledge.symptoms[symptom].questions
        asked = [one for one in questions if [b.title for b in one.buttons] == list(titles)]
        chosen = [(one, read_answer(said, one, knowledge)) for one in asked]
        marks = [one.buttons[place].mark for one, place in chosen if isinstance(place, int)]
        # "no, but …" goes on with something else.
        goes_on = any(word.norm in said.english.but for word in said.words.items)
        is_plain_no = len(said.words) <= LONGEST_NO_WORDS or not goes_on
        return any(mark or is_plain_no for mark in marks)

    @cached_property
    def _harmless_titles(self) -> frozenset[str]:
        buttons = [
            button
            for symptom in self.rules.knowledge.symptoms.values()
            for question in symptom.questions
            for button in question.buttons
        ]
        red = {_key(button.title) for button in buttons if is_red(button.mark)}
        others = {_key(title) for title in self.other_buttons if not self.said(title).worsens}
        return (frozenset(_key(button.title) for button in buttons) | others) - red

    def said(self, text: str) -> Said:
        """A message read by the phrases alone, with the treatment that it names."""
        rules = self.rules
        return read_with_treatment(
            text, rules.knowledge, self.cues, rules.fever_celsius, self.context
        )

    def report(self, text: str) -> Report:
        """What a message reports."""
        said = self.said(text)
        if self.recogniser is None:
            return self._by_phrases(said)
        norms = [word.norm for word in said.words.items]
        if not norms:
            return Report(said)
        recognised = self.recogniser.recognise(with_comma_after_no(text), norms)
        shares = _without_mere_facts(recognised.symptoms, said)
        symptoms = named_symptoms(said, shares, self.rules.knowledge.relations)
        if not symptoms:
            return _with_shares(Report(said), recognised, shares)
        return self._of_symptoms(symptoms, said, recognised, shares)

    def _of_symptoms(
        self,
        symptoms: tuple[str, ...],
        said: Said,
        recognised: Recognised,
        shares: Mapping[str, float],
    ) -> Report:
        """The report of the symptoms that a message tells of, graded by the main one."""
        main, likely = symptoms[0], recognised.outcomes
        known, red_as_told = self._level(main, said), red_of(likely)
        is_more = are_several(symptoms, self.rules.knowledge.relations)
        is_on_stairs = known == "call_now" and main == BREATH and STAIRS in said.stated
        likely_emergency = recognised.urgency["emergency"]
        is_clear = shares[main] >= CLEAR_FROM
        is_none = is_on_stairs or (is_clear and self._denies_danger(main, said, likely_emergency))
        report = Report(
            said=said,
            symptoms=symptoms,
            level=known,
            red=1 - recognised.urgency["other"],
            emergency=0.0 if is_none else likely_emergency,
            red_as_told=red_as_told,
            emergency_if_red=(
                0.0 if is_none else likely["emergency"] / max(red_as_told, _SMALLEST)
            ),
            sureness=max(likely.values()),
            to_ask=likely[ASK],
            measured=self._is_measured(main, said),
            is_counted=self.is_counted(main, said),
            told_in_name=self._is_told_in_name(main, said),
            share=shares[main],
            advice=advice_in(recognised.outcomes, said, main, several=is_more),
            is_surely_mild=not is_more and is_surely_mild(likely),
            is_mild_beyond_doubt=is_mild_beyond_doubt(likely),
        )
        return _with_shares(report, recognised, shares)

    def _level(self, symptom: str, said: Said) -> Action | None:
        """The action that the facts of a message lead to at least."""
        triage = report(Triage(), [symptom], said, self.rules).triage
        return level(triage.cases[0], triage, self.rules)

    def _denies_danger(self, symptom: str, said: Said, emergency: float) -> bool:
        """Whether a message answers the symptom's question for an emergency with no."""
        if symptom == MOOD or emergency >= DESPITE_DENIED_DANGER_FROM:
            return False
        asked = self.rules.knowledge.symptoms[symptom].questions
        answers = [(one, settled_by(said, one)) for one in asked if is_for_danger(one)]
        return bool(answers) and all(
            place is not None and place == unmarked(one) for one, place in answers
        )

    def _is_measured(self, symptom: str, said: Said) -> bool:
        for question in self.rules.knowledge.symptoms[symptom].questions:
            value = said.value(question)
            place = button_of_value(question, value) if value is not None else None
            if is_red(self.rules.mark(question, place)):
                return True
        return False

    def is_counted(self, symptom: str, said: Said) -> bool:
        """Whether a message says how often a symptom came."""
        questions = self.rules.knowledge.symptoms[symptom].questions
        return any(one.measure in _TIMES and said.value(one) is not None for one in questions)

    def _is_told_in_name(self, symptom: str, said: Said) -> bool:
        """ "My mouth has ulcers": no other word must say that it is red."""
        place = said.places.get(symptom)
        if place is None or symptom not in said.happening or said.asks or OLD in said.stated:
            return False
        named = said.places_of_facts
        return any(
            is_red(button.mark)
            and any(
                part in said.stated and lies_with(named.get(part), place) for part in button.parts
            )
            for question in self.rules.knowledge.symptoms[symptom].questions
            for button in question.buttons
        )

    def _by_phrases(self, said: Said) -> Report:
        symptoms = apart(said.happening, said)[:MOST_SYMPTOMS]
        if not symptoms:
            return Report(said)
        known = self._level(symptoms[0], said)
        return Report(said, tuple(symptoms), known, float(is_red(known)))


def _with_shares(report: Report, recognised: Recognised, shares: Mapping[str, float]) -> Report:
    """The report with what the learned shares say whatever is reported."""
    is_grave = recognised.urgency["emergency"] >= GRAVE_FROM
    return replace(
        report,
        strongest=max(share for name, share in shares.items() if name != NO_SYMPTOM),
        nothing=shares[NO_SYMPTOM],
        mood=shares[MOOD],
        sounds_of_suicide=shares[MOOD] >= MOOD_OF_SUICIDE_FROM and is_grave,
    )


def _without_mere_facts(shares: Mapping[str, float], said: Said) -> Mapping[str, float]:
    """The learned shares, in which what only tells a fact is no report."""
    if not said.mere_facts:
        return shares
    freed = sum(shares.get(name, 0.0) for name in said.mere_facts)
    kept = {name: share * (name not in said.mere_facts) for name, share in shares.items()}
    return {**kept, NO_SYMPTOM: shares[NO_SYMPTOM] + freed}
