"""What a message means after what was said before. Pure: no Rasa, no files.

A message in which nothing stands but a short question ("is it dangerous?"), a choice, a fact about
the treatment or a correction is read by rules, any other that does not stand by itself as learned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.after_note import is_over, is_worth_noting, note, sort_meant, topic_meant
from bot.dialogue.context_knowledge import ContextKnowledge, FollowUps, Subject
from bot.dialogue.plain_words import picture_in
from bot.dialogue.pointed_at import offered_with, topic_named
from bot.dialogue.reading import Reading
from bot.dialogue.situation import Meaning, Situation, Understood
from bot.dialogue.subject_of_talk import kind_asked_about, topic_talked_about
from bot.dialogue.treatment import TreatmentMemory
from bot.dialogue.triage_knowledge import CELL_THERAPIES
from bot.dialogue.unfinished import is_unfinished

# From here on a topic is answered because of what was said before, and offered where the message
# by itself says nothing: of those so likely half are right (tests/understanding/follow_ups.py).
ANSWERED_FROM, _OFFERED_FROM = 0.3, 0.1


def meaning_of(
    reading: Reading,
    situation: Situation,
    understood: Understood,
    memory: TreatmentMemory,
    titles: Mapping[str, str],
) -> Meaning | None:
    """What a message means in its context; None: what it says by itself. ``memory``: what is
    remembered with it; ``titles``: topic → its title, as on buttons."""
    # "Worse" alone is asked about, but not where it answers "How is it today?".
    answers_today = situation.asked == "symptom_today" and reading.is_only_today
    if understood.is_alarm and not answers_today:
        return None
    context = _Context(reading, situation, understood, memory, titles)
    steps = (
        context.answer_to_own_question,
        context.choice,
        context.expectation,
        context.fact,
        context.the_other_one,
        context.short_question,
        context.other_treatment,
        context.named_treatment,
        context.unfinished,
        context.misunderstood,
        context.in_context,
    )
    return next((meaning for step in steps if (meaning := step()) is not None), None)


@dataclass(frozen=True)
class _Context:
    """The steps by which a message is read in context; each None where it does not apply."""

    reading: Reading
    situation: Situation
    understood: Understood
    memory: TreatmentMemory
    titles: Mapping[str, str]

    @property
    def knowledge(self) -> ContextKnowledge:
        return self.reading.knowledge

    def answer_to_own_question(self) -> Meaning | None:
        """What the assistant asked: did it help, which treatment and when, how is it today."""
        asked, intent = self.situation.asked, self.understood.intent
        if asked == "helped" and intent in ("affirm", "deny") and not self.reading.is_asked:
            return Meaning("helped" if intent == "affirm" else "did_not_help")
        if asked == "same_treatment" and intent in ("affirm", "deny"):
            return Meaning("same_treatment" if intent == "affirm" else "other_treatment")
        if asked == "symptom_today" and self.reading.today is not None:
            return self._symptom(self.reading.today)
        if asked == "treatment":
            if self.reading.is_mostly_fact or self.reading.is_unsure:
                return self._expect(asking=False)
        elif asked == "time":
            known = self.reading.phase or self.reading.days is not None or self.reading.is_unsure
            if known and not (self.reading.is_short_question or self.reading.is_expectation):
                return self._expect(asking=False)
        return None

    def choice(self) -> Meaning | None:
        """ "The second one", "2", "the last", "yes" to what was offered."""
        offered, listed = self.situation.offered, self._listed
        chosen = self.reading.choice
        if not offered and not listed:
            return None
        if chosen is not None:
            return self._chosen(chosen, listed or offered)
        if not (self.situation.is_offer and self.understood.intent == "affirm"):
            return None
        is_one = len(offered) == 1
        return Meaning("answer" if is_one else "offer", offered, is_chosen=is_one)

    def expectation(self) -> Meaning | None:
        """ "What should I expect now?"; "and after that?" asks for more of what was answered."""
        leans = self.reading.is_short_question and bool(self.situation.answered)
        return self._expect(asking=True) if self.reading.is_expectation and not leans else None

    def fact(self) -> Meaning | None:
        """ "I take Keytruda", "third cycle next week", "no, Opdivo"."""
        reading, states = self.reading, self.reading.is_fact
        states |= reading.is_mostly_fact and self.understood.is_unclear
        states |= is_worth_noting(
            reading, self.understood.intent, self.situation.treatment, self.memory
        )
        if reading.is_fact_of_an_end and (self.memory.kind is None or not reading.meant):
            return Meaning("treatment_ended")
        if not (states or reading.is_fact_of_an_end) or self._is_other_treatment:
            return None
        if reading.denied and not reading.meant:
            return Meaning("other_treatment")
        is_kept = self.memory.kind in CELL_THERAPIES  # "before that I had Opdivo"
        if (
            reading.meant
            and not is_kept
            and self.memory.kind not in {m.kind for m in reading.meant}
        ):
            return None  # nobody's treatment, or a stranger's
        if self.situation.is_expecting:
            return self._expect(asking=False)
        return note(reading, self.situation, self.memory, self._follow_ups)

    def the_other_one(self) -> Meaning | None:
        """ "Not that, the skin one", "I meant CRS"."""
        reading = self.reading
        points = (reading.rejects or reading.points_at_one) and 0 < len(reading.named) <= 2
        if not points or not (self.situation.offered or self.situation.answered):
            return None
        offered, sort = self.situation.offered, self.situation.sort
        meant = offered_with(reading.named, offered, self.titles)
        meant = meant or topic_named(reading.named, sort, self._follow_ups)
        return Meaning("answer", (meant,), sort, is_chosen=True) if meant else None

    def short_question(self) -> Meaning | None:
        """ "And the side effects?", "why?", "tell me more"."""
        if not self.reading.is_short_question:
            return None
        follow_ups = self._follow_ups
        for asked in self.reading.asks:
            topic = topic_meant(asked, self._topic, self.situation, self.reading, follow_ups)
            sort = sort_meant(asked, topic, self.memory.whose, follow_ups)
            if sort == "more":
                is_next = self.understood.intent == "goodbye"  # "next" is no farewell
                return self._more(topic) if topic else Meaning("menu") if is_next else None
            target = follow_ups.target(topic, sort, self.situation.about)
            if target is not None:
                about = self._still_about(target)
                return Meaning("answer", (target,), sort, self._kind_asked, about=about)
        return None

    def other_treatment(self) -> Meaning | None:
        """ "And with CAR-T?": the last answer, or the same question, for another treatment."""
        topic = self._topic
        if not self._is_other_treatment or topic is None:
            return None
        kind = self.reading.meant[0].kind
        subject = self._follow_ups.subject_of(topic)
        other = self._subject_of_treatment(kind)
        if subject is not None and subject.treatment and other is not None:
            topic = self._same_question(other)
        return Meaning("answer", (topic,), self.situation.sort, kind)

    def named_treatment(self) -> Meaning | None:
        """ "I'm to have pembrolizumab, what is it exactly?", where nothing else makes it clear."""
        reading = self.reading
        kind = reading.meant[0].kind if reading.meant else None
        subject = self._subject_of_treatment(kind)
        unclear = self.understood.is_unclear or self.understood.intent == "care_team_only"
        if subject is None or not {"what", "kinds"} & set(reading.asks) or not unclear:
            return None
        targets = (self._follow_ups.target(subject.topics[0], s) for s in reading.asks)
        topic = next((target for target in targets if target is not None), None)
        return Meaning("answer", (topic,), reading.asks[0], kind) if topic else None

    def unfinished(self) -> Meaning | None:
        """ "And my": the rest of the message is still to come."""
        is_unclear = self.understood.is_unclear or self.understood.intent == "help"
        is_unclear |= len(self.reading.places) == 1  # "also" agrees to nothing
        return Meaning("go_on") if is_unfinished(self.reading) and is_unclear else None

    def misunderstood(self) -> Meaning | None:
        """ "That's not what I asked", where nothing was offered."""
        says_so = self.understood.intent == "deny" and self.reading.says_not_asked
        rejected = self.understood.intent == "none_of_these" or (says_so and self._topic)
        return Meaning("misunderstood") if rejected and not self.situation.is_offer else None

    def in_context(self) -> Meaning | None:
        """What the message is likely about after the last answer: "how many weeks off the road"."""
        ranking = self.understood.in_context
        is_picture = picture_in(self.reading.words.text, self.knowledge) is not None
        if not ranking or is_picture or "/" not in ranking[0][0] or self.understood.asks_two:
            return None
        close = tuple(one for one, share in ranking if "/" in one and share >= _OFFERED_FROM)
        if ranking[0][1] >= ANSWERED_FROM:
            frightening = self._follow_ups.not_guessed
            beside = dict.fromkeys((*close[1:], *self.understood.topics[:1]))
            shown = (one for one in beside if one != close[0] and one not in frightening)
            about = self._still_about(close[0])
            return Meaning("answer", (close[0], *shown), kind=self._kind_asked, about=about)
        return Meaning("offer", close) if self.understood.is_unclear and close else None

    def _symptom(self, today: str) -> Meaning:
        """Worse at any time is a call now (triage notes, section 1); an alarm stays one until it is
        better; what was milder and is the same is a call today."""
        if today == "better":
            return Meaning("symptom_better")
        is_red = today == "worse" or self.situation.symptom_was_red
        return Meaning("symptom_worse" if is_red else "symptom_same")

    @property
    def _follow_ups(self) -> FollowUps:
        return self.knowledge.follow_ups

    @property
    def _topic(self) -> str | None:
        return topic_talked_about(self.situation, self.knowledge)

    def _still_about(self, target: str) -> str | None:
        """A topic of what is talked about, where the answer lies outside of its subject."""
        about = self.situation.about or self._topic
        subject = self._follow_ups.subject_of(about) if about else None
        return about if subject is not None and target not in subject.topics else None

    @property
    def _kind_asked(self) -> str | None:
        return kind_asked_about(
            self.reading, self._topic, self.situation.question_kind, self.memory.kind
        )

    @property
    def _is_other_treatment(self) -> bool:
        """Whether only a kind of treatment is named where something is being talked about."""
        reading = self.reading
        if not (reading.meant and reading.is_only_treatment) or self.situation.asked is not None:
            return False
        states = reading.states_treatment or reading.is_correction
        return bool(self.situation.answered) and not states

    @property
    def _listed(self) -> tuple[str, ...]:
        """The topics that the last answer named one after the other."""
        if self.situation.is_offer or not self.situation.answered:
            return ()
        topic, seen = self.situation.answered[-1], self.situation.seen
        return self._follow_ups.list_with(topic, seen)

    def _chosen(self, choice: str, offered: tuple[str, ...]) -> Meaning | None:
        if choice == "other":
            is_other = len(offered) == 2
            return Meaning("answer", (offered[1],), is_chosen=True) if is_other else None
        place = len(offered) - 1 if choice == "last" else int(choice) - 1
        if place < len(offered):
            return Meaning("answer", (offered[place],), is_chosen=True)
        return Meaning("offer", offered)

    def _expect(self, asking: bool) -> Meaning:
        """``asking``: one thing that is missing may be asked for."""
        if is_over(self.situation, self.knowledge):
            return Meaning("expect", phase="over")
        remembered = self.memory.phase(self.situation.today, self.knowledge.limits)
        phase = self.reading.phase or self._phase_asked or remembered
        if asking and self.memory.kind is None:
            return Meaning("ask_treatment", phase=phase)
        if asking and phase is None:
            return Meaning("ask_time")
        return Meaning("expect", phase=phase or "first_days")

    @property
    def _phase_asked(self) -> str | None:
        if "later" in self.reading.expects:
            return "weeks"
        return "first_days" if "first_days" in self.reading.expects else None

    def _subject_of_treatment(self, kind: str | None) -> Subject | None:
        return self._follow_ups.subject_of_treatment(kind) if kind else None

    def _more(self, topic: str) -> Meaning:
        follow_ups, seen = self._follow_ups, self.situation.seen
        own = follow_ups.own_target(topic, "more")
        unseen = (own,) if own and own not in seen else follow_ups.next_topics(topic, seen, most=1)
        return Meaning("answer", unseen, "more") if unseen else Meaning("menu")

    def _same_question(self, subject: Subject) -> str:
        sort = self.situation.sort
        target = self._follow_ups.target(subject.topics[0], sort) if sort else None
        return target or subject.topics[0]
