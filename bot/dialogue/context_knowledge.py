"""How patients refer to what was said before, as parsed from bot/data/context."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.dialogue.english import English
from bot.dialogue.limits import Limits
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.spelling import SpellingBook

SAME = "same"
ANY = "any"
# How the labels of phrases begin that name the topic nearest to what is refused.
NEAR = "near"
# … and of the topics that answer what would be refused.
REFUSED = "refused"
_NO_ASKS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Subject:
    """What a few topics are about together, such as "rash".

    Attributes:
        name: in plain words.
        kind: chooses the defaults for sorts of questions that it does not name.
        topics: in the order in which somebody would ask about them.
        asks: sort of short question → topic.
        after: topic just answered → exceptions to ``asks``.
        treatment: the kind of treatment that it is about, or None.
        then: topics of other subjects that somebody would ask about next.
        lists: topic → topics in the order in which its answer names them ("the second one").
    """

    name: str
    kind: str
    topics: tuple[str, ...]
    asks: Mapping[str, str]
    after: Mapping[str, Mapping[str, str]]
    treatment: str | None = None
    then: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowUps:
    """Subjects, the defaults of each kind of subject, topics that would frighten as a guess, and
    those whose answer is only for some kinds of treatment: follow_ups.yml."""

    subjects: tuple[Subject, ...]
    defaults: Mapping[str, Mapping[str, str]]
    not_guessed: frozenset[str] = frozenset()
    only_for: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _by_topic(self) -> Mapping[str, Subject]:
        return {topic: one for one in self.subjects for topic in one.topics}

    @cached_property
    def _by_treatment(self) -> Mapping[str, Subject]:
        return {one.treatment: one for one in reversed(self.subjects) if one.treatment}

    def subject_of(self, topic: str) -> Subject | None:
        """The subject of a topic; None for a topic that no subject lists."""
        return self._by_topic.get(topic)

    def subject_of_treatment(self, treatment: str) -> Subject | None:
        """The subject about a kind of treatment."""
        return self._by_treatment.get(treatment)

    def target(self, topic: str | None, sort: str, about: str | None = None) -> str | None:
        """The topic that a short question of this sort asks about after an answer, or None.

        ``about``: a topic of what was talked about before, where the answer left its subject ("how
        long does it last" after a rash); what its subject says goes first. Without a topic only
        what may always be asked is known.
        """
        if about is not None:
            own = self.own_target(about, sort)
            if own is not None:
                return own
        if topic is not None:
            found = self.own_target(topic, sort)
            found = found or (self._default(about, sort) if about is not None else None)
            found = found or self._default(topic, sort)
            if found is not None:
                return found
        return self.defaults[ANY].get(sort)

    def own_target(self, topic: str, sort: str) -> str | None:
        """The topic that the subject of a topic itself names for a sort of question."""
        subject = self.subject_of(topic)
        if subject is None:
            return None
        return subject.after.get(topic, _NO_ASKS).get(sort) or subject.asks.get(sort)

    def _default(self, topic: str, sort: str) -> str | None:
        subject = self.subject_of(topic)
        found = self.defaults[subject.kind].get(sort) if subject else None
        return topic if found == SAME else found

    def fits(self, topic: str, treatment: str | None) -> bool:
        """Whether a topic is for whoever gets this kind of treatment; None: it is not known."""
        subject = self.subject_of(topic)
        own = {subject.treatment} if subject is not None and subject.treatment else None
        kinds = self.only_for.get(topic) or own
        return kinds is None or treatment is None or treatment in kinds

    def list_with(self, topic: str, seen: Collection[str]) -> tuple[str, ...]:
        """What a topic named one after the other, or one that was answered and that named it: after
        "the first one", "and the second" is of the same list."""
        lists = {name: items for one in self.subjects for name, items in one.lists.items()}
        before = (items for name, items in lists.items() if name in seen and topic in items)
        return lists.get(topic) or next(before, ())

    def next_topics(
        self, topic: str, seen: Collection[str], most: int, treatment: str | None = None
    ) -> tuple[str, ...]:
        """Topics that somebody would ask about next, without those already answered, and those of
        another kind of treatment than the one that is remembered, unless that is talked about."""
        subject = self.subject_of(topic)
        if subject is None:
            return ()
        place = subject.topics.index(topic)
        path = (*subject.topics[place + 1 :], *subject.then, *subject.topics[:place])
        if subject.kind in ("treatment", "side_effect"):
            general = ("side_effects", "duration", "treatment", "call")
            asked = (self.target(topic, sort) for sort in general)
            path = (*path, *(one for one in asked if one))
        unseen = (one for one in dict.fromkeys(path) if one != topic and one not in seen)
        fitting = (one for one in unseen if one in subject.topics or self.fits(one, treatment))
        return tuple(fitting)[:most]


@dataclass(frozen=True)
class TimePhrase:
    """Days before (-) or after (+) today; ``number``: the number beside it counts so many days."""

    days: int = 0
    number: int = 0


@dataclass(frozen=True)
class Drug:
    """A drug: its canonical name, its kind of treatment, and how it is written to the patient."""

    name: str
    kind: str | None
    shown: str


@dataclass(frozen=True, eq=False)
class ContextKnowledge:
    """Everything that the dialogue knows about context.

    Attributes:
        phrases: labelled "ask:<sort>", "filler", "fact:<kind>", "drug:<shown>", …
        drugs: by the name that is shown.
        times: by the name in phrases.yml.
        sorts: sorts of short questions, in the order of the file.
        people: whose treatment it may be, as replies name them; the last is nobody in particular.
        treatment_words: kind of treatment → how replies name it.
        time_words: how replies name the day of a treatment.
        unfinished_ends: words that a finished message does not end with.
        unfinished_ends_of_two: the same for a message of one word or two.
        follow_ups: what is asked about after which answer.
        spelling: how typos are read.
        limits: numbers that a clinician may judge.
        english: small words by what they do in a sentence.
        pictures: what a message says in which nothing stands but one of these: unwell, sad, thanks.
    """

    phrases: PhraseBook
    drugs: Mapping[str, Drug]
    times: Mapping[str, TimePhrase]
    sorts: tuple[str, ...]
    people: tuple[str, ...]
    treatment_words: Mapping[str, str]
    time_words: Mapping[str, str]
    unfinished_ends: frozenset[str]
    unfinished_ends_of_two: frozenset[str]
    follow_ups: FollowUps
    spelling: SpellingBook
    limits: Limits
    english: English
    pictures: Mapping[str, Sequence[str]] = field(default_factory=dict)
