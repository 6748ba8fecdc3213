"""What is talked about after a treatment was noted, and what of a message is worth noting. Pure."""

from __future__ import annotations

from bot.dialogue import stated
from bot.dialogue.context_knowledge import ContextKnowledge, FollowUps
from bot.dialogue.reading import Reading, read_message
from bot.dialogue.situation import Meaning, Situation
from bot.dialogue.treatment import TreatmentMemory

# What is talked about after a treatment was noted that is over.
OF_THE_TIME_AFTER = "timing/late_effects_after_end"
# What a treatment is, and how it works: the classifier knows more.
_ASKED_OF_IT = frozenset({"what", "how", "why", "kinds", "more"})
_SELF_CARE, _HELPING = "self_care", "helping"
# Between two treatments of a course lie no more days than this.
_DAYS_OF_COURSE = 90
# Offered after a fact about any treatment.
_AFTER_ANY_FACT = (
    "side_effects/overview", "timing/short_term", "process/how_often", "managing/talk_to_care_team",
)  # fmt: skip
_MOST_NEXT = 3


def is_past(reading: Reading) -> bool:
    """Whether a message says that a treatment is over: "finished pembro 8 months ago"."""
    is_old = reading.days is not None and reading.days < -_DAYS_OF_COURSE
    return reading.phase == "over" or is_old


def is_over(situation: Situation, knowledge: ContextKnowledge) -> bool:
    """Whether a treatment was told just before that is over, as a fact or as good news."""
    told = read_message(situation.before, knowledge)
    is_told = situation.is_noted or bool(told.meant and not told.is_asked)
    return is_told and is_past(told)


def topic_meant(
    sort: str, topic: str | None, situation: Situation, reading: Reading, follow_ups: FollowUps
) -> str | None:
    """The topic that a short question of a sort goes on with; ``topic``: what is talked about.

    "So what do I do now" after "I missed my infusion" and "it's Opdivo" goes on with the infusion;
    "how long must I take it" after steroids and "I sleep badly since" with the steroids. Where
    nothing was talked about, "side effects of Yervoy" is about that treatment.
    """
    if topic is None:
        kind = reading.meant[0].kind if reading.meant else None
        subject = follow_ups.subject_of_treatment(kind) if kind else None
        return subject.topics[0] if subject and sort not in _ASKED_OF_IT else None
    if situation.is_noted and situation.answered:
        before = situation.answered[-1]
        told = follow_ups.subject_of(before)
        return before if told is not None and sort in told.after.get(before, {}) else topic
    is_of_none = not follow_ups.own_target(topic, sort)
    if situation.only_came_up(topic) and situation.read_out and is_of_none:
        before = situation.read_out[-1]
        return before if follow_ups.own_target(before, sort) else topic
    return topic


def sort_meant(sort: str, topic: str | None, whose: str | None, follow_ups: FollowUps) -> str:
    """The sort of a short question: of a relative's treatment "what can I do" is how to help."""
    has_own = topic is not None and follow_ups.own_target(topic, sort) is not None
    return _HELPING if sort == _SELF_CARE and whose and not has_own else sort


def is_worth_noting(
    reading: Reading, intent: str, before: TreatmentMemory, after: TreatmentMemory
) -> bool:
    """Whether a message tells a treatment, which is remembered now, and nothing else of it is
    understood: "my English not so good, sorry. wife have tislelizumab".

    What only the care team may answer is that only where something is to be decided: "been on
    prednisone, Keytruda gave me colitis" asks for nothing.
    """
    is_new = after.kind is not None and (after.kind, after.drug) != (before.kind, before.drug)
    english = reading.knowledge.english
    is_asked = reading.is_asked or reading.is_short_question
    is_asked |= stated.asks_in_a_clause(reading.words, english)
    decides = any(match.label == "decides" for match in reading.matches)
    is_refused = intent == "out_of_scope" or (intent == "care_team_only" and not decides)
    return is_new and is_refused and not is_asked


def note(
    reading: Reading, situation: Situation, memory: TreatmentMemory, follow_ups: FollowUps
) -> Meaning:
    """What is answered to a treatment that is told, with what somebody would ask next and was not
    answered yet. Where nothing was known, nothing is put right: "sorry, my English"."""
    subject = follow_ups.subject_of_treatment(memory.kind) if memory.kind else None
    first = (subject.topics[0],) if subject else ()
    topics = (topic for topic in (*first, *_AFTER_ANY_FACT) if topic not in situation.seen)
    corrects = reading.is_correction and situation.treatment.kind is not None
    return Meaning("note", tuple(topics)[:_MOST_NEXT], is_correction=corrects)
