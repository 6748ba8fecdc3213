"""What a patient says after a check or an alarm, and of questions for the care team. Pure.

The words stand in bot/data/red_flags/talk.yml.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words

# "over": it was there, but longer ago than a day.
CheckAnswer = Literal["yes", "no", "unsure", "over"]
AfterAlarm = Literal[
    "help_is_coming", "nobody_answers", "number_again", "cannot_call", "long_ago", "correction",
    "really_urgent", "seen", "not_the_patient", "waiting",
    "really_urgent", "until_help_comes", "going_in", "help_is_there", "slip", "by_another",
]  # fmt: skip
CareTeamQuestion = Literal["prognosis", "medicines", "daily_life"]

ANSWERS: Mapping[str, CheckAnswer] = {
    "worse": "yes",
    "yes": "yes",
    "unsure": "unsure",
    "no": "no",
    "long_over": "over",
}
_CALLS_LATER = "calls_later"
_SEEN: Literal["seen"] = "seen"
# label → what it says of the call, the first that is found
AFTER_ALARM: Mapping[str, AfterAlarm] = {
    "cannot_call": "cannot_call",
    "by_another": "by_another",
    "number_again": "number_again",
    "nobody_answers": "nobody_answers",
    _CALLS_LATER: "really_urgent",
    "until_help_comes": "until_help_comes",
    "going_in": "going_in",
    _SEEN: _SEEN,
    "not_the_patient": "not_the_patient",
    "help_is_there": "help_is_there",
    "help_is_coming": "help_is_coming",
    "long_ago": "long_ago",
    "correction": "correction",
    "slip": "slip",
    "really_urgent": "really_urgent",
    "waiting": "waiting",
}
# Who says one of these anywhere does not say that help is coming; a call to somebody else is none.
_HELP_IS_NOT_COMING, _TOLD_SOMEBODY_ELSE = "help_is_not_coming", "told_somebody_else"
_NOT_SEEN, _CALLING_ALONE = "not_seen", "calling_alone"
_ACTED, _NOT_ACTED = "acted_on_it", "not_acted"
_PLAIN_YES = "plain_yes"
# Who says one of these has put nothing right: "I mean it is worse now".
_NO_SLIP = "no_slip"
_BREAKS_OFF = "breaks_off"
# Of the symptom that alarmed, and after an alarm that was dealt with.
_ASKS_ABOUT_IT, _PUTS_RIGHT, _MEASURED_AGAIN = "asks_about_it", "puts_right", "measured_again"
_SAME_AGAIN, _BESIDE_SAME_AGAIN = "same_again", "beside_same_again"
_FROM_HELP = ("help_is_coming", "help_is_there")
FURTHER_LABELS = (
    _PLAIN_YES, _NOT_SEEN, _CALLING_ALONE, _HELP_IS_NOT_COMING, _TOLD_SOMEBODY_ELSE, _ACTED,
    _NOT_ACTED, _NO_SLIP, _BREAKS_OFF, _ASKS_ABOUT_IT, _PUTS_RIGHT, _SAME_AGAIN, _BESIDE_SAME_AGAIN,
    _MEASURED_AGAIN,
)  # fmt: skip
# Said without an alarm before it: of the phone, in so many words.
LINE_UNANSWERED = "line_unanswered"
CARE_TEAM: tuple[CareTeamQuestion, ...] = ("prognosis", "medicines", "daily_life")
# What is longer says something of its own.
_LONGEST_ANSWER_WORDS = 14
# An answer begins with the answer, or is nothing else.
_ANSWER_BEGINS_WITHIN = 3
_SHORT_ANSWER_WORDS = 5
# No remark about a call is longer; a huge message would hold up everybody while it is read.
_LONGEST_REMARK = 400
_MOST_BESIDE_THE_LINE = 8
_LONGEST_BREAKING_OFF, _MOST_BESIDE_BREAKING_OFF = 10, 2
_ASKS_BY_ITSELF = ("wh", "how")


@dataclass(frozen=True)
class SafetyTalk:
    """Reads what is said after a check or an alarm.

    Attributes:
        book: phrases, labelled as in talk.yml.
        read: cuts a message into words.
        signs: pictures that answer.
        number_means: symptom → the words that make a bare number its measurement.
        begins_a_question: words with which a question begins.
        subjects: words that stand second in a question that begins with a verb: "is the …".
        not_by_phone: beginnings of words beside which nobody answers something else than a phone.
        told_in_pieces: symptoms that are read in the last messages together.
    """

    book: PhraseBook
    read: Callable[[str], Words]
    signs: Mapping[str, CheckAnswer]
    number_means: Mapping[str, str]
    begins_a_question: frozenset[str]
    subjects: frozenset[str]
    not_by_phone: tuple[str, ...]
    told_in_pieces: frozenset[str] = frozenset()

    def read_check_answer(self, text: str) -> CheckAnswer | None:
        """What a message answers to "Have you had … in the last 24 hours?"; None: no answer.

        "Worse" is a yes, "not sure" and "on and off" are unsure, whatever stands beside them.
        """
        words = self.read(text)
        said = [p for p, word in enumerate(words.items) if word.norm[:1].isalnum()]
        if not said:
            return self.read_sign(text)
        found = self._longest(words, ANSWERS)
        if not found or len(said) > _LONGEST_ANSWER_WORDS:
            return None
        labels = [match.label for match in found]
        for label in ("worse", "unsure", "long_over"):
            if label in labels and (label != "long_over" or "no" not in labels):
                return ANSWERS[label]
        is_question = words.norm(said[0]) in self.begins_a_question
        begins = said.index(found[0].first) if found[0].first in said else len(said)
        if is_question or (begins > _ANSWER_BEGINS_WITHIN and len(said) > _SHORT_ANSWER_WORDS):
            return None
        return ANSWERS[found[0].label]

    def begins_with_yes(self, text: str) -> bool:
        """Whether a message says yes in so many words, and it is no long one."""
        words = self.read(text)
        said = [p for p, word in enumerate(words.items) if word.norm[:1].isalnum()]
        if not said or len(said) > _LONGEST_ANSWER_WORDS:
            return False
        found = [match for match in self.book.find(words) if match.label == _PLAIN_YES]
        return any(match.first == said[0] for match in found)

    def read_sign(self, text: str) -> CheckAnswer | None:
        """What a picture answers: "👎"."""
        return next((answer for sign, answer in self.signs.items() if sign in text), None)

    def as_measurement(self, text: str, symptoms: Collection[str]) -> str | None:
        """A bare number as the measurement of a symptom that was asked about: "39" → "my
        temperature is 39"; None where no number stands in it, or much else."""
        words = self.read(text)
        has_number = any(word.norm[:1].isdigit() for word in words.items)
        if not has_number or len(words) > _SHORT_ANSWER_WORDS:
            return None
        named = (self.number_means[name] for name in symptoms if name in self.number_means)
        return next((f"{name} {text}" for name in named), None)

    def read_after_alarm(self, text: str) -> AfterAlarm | None:
        """What a message says of the call that it was asked for: "on hold", "is it really
        urgent?"; None: something else."""
        if len(text) > _LONGEST_REMARK:
            return None
        words = self.read(text)
        if sum(word.norm[:1].isalnum() for word in words.items) > _LONGEST_ANSWER_WORDS + 2:
            return None
        of_call = (*AFTER_ALARM, _TOLD_SOMEBODY_ELSE, _NO_SLIP)
        labels = {match.label for match in self._longest(words, of_call)}
        anywhere = {match.label for match in self.book.find(words)}
        if _CALLS_LATER in anywhere:
            labels.add(_CALLS_LATER)
        if _HELP_IS_NOT_COMING in anywhere or self._asks(words):
            labels.difference_update(_FROM_HELP)
        if _NOT_SEEN in anywhere or self._asks(words) or "?" in text:
            labels.discard(_SEEN)
        elif _SEEN in labels:
            labels.discard(_CALLS_LATER)  # "they said call again in an hour"
        if _CALLING_ALONE in anywhere and sum(w.norm.isalnum() for w in words.items) == 1:
            labels.add("help_is_coming")
        if _NO_SLIP in labels:
            labels.discard("slip")
        return next((said for label, said in AFTER_ALARM.items() if label in labels), None)

    def says_it_is_worse(self, text: str) -> bool:
        """Whether a short message says, and does not ask, that it gets worse."""
        words = self.read(text)
        if len(words) > _LONGEST_ANSWER_WORDS or self._asks(words):
            return False
        return any(match.label == "worse" for match in self._longest(words, ANSWERS))

    def asks_about_it(self, text: str) -> bool:
        """Whether a message asks about what alarmed, and names nothing else: "what causes that"."""
        return _ASKS_ABOUT_IT in self._labels_of_short(text)

    def puts_right(self, text: str) -> bool:
        """Whether a message says of a number before it that it was wrong: "I meant 36.9"."""
        return _PUTS_RIGHT in self._labels_of_short(text)

    def measured_once_more(self, text: str) -> str | None:
        """The only number of a message that puts one right, or says that it was measured again."""
        if not self._labels_of_short(text) & {_PUTS_RIGHT, _MEASURED_AGAIN}:
            return None
        numbers = [word.norm for word in self.read(text).items if word.norm[:1].isdigit()]
        return numbers[0] if len(numbers) == 1 else None

    def _labels_of_short(self, text: str) -> set[str]:
        """The labels of all phrases of a message; none of a long one."""
        words = self.read(text) if len(text) <= _LONGEST_REMARK else None
        if words is None or len(words) > _LONGEST_ANSWER_WORDS:
            return set()
        return {match.label for match in self.book.find(words)}

    def says_it_is_the_same_again(self, text: str) -> bool:
        """Whether a message says that what was told before has come back, and nothing else: "it's
        back", "another one"; not "my back", nor "are you back?"."""
        if len(text) > _LONGEST_REMARK or "?" in text:
            return False
        words = self.read(text)
        labels = (_SAME_AGAIN, _BESIDE_SAME_AGAIN)
        found = [match for match in self.book.find(words) if match.label in labels]
        return _covered(found).issuperset(_said(words)) and any(
            match.label == _SAME_AGAIN for match in found
        )

    def breaks_off(self, text: str) -> bool:
        """Whether a message says hardly more than that it wants to talk of it no more."""
        if len(text) > _LONGEST_REMARK:
            return False
        words = self.read(text)
        said = _said(words)
        found = [match for match in self.book.find(words) if match.label == _BREAKS_OFF]
        told = _covered(found)
        rest = [place for place in said if place not in told]
        is_short = len(said) <= _LONGEST_BREAKING_OFF and len(rest) <= _MOST_BESIDE_BREAKING_OFF
        return bool(found) and is_short

    def says_that_it_was_done(self, text: str) -> bool:
        """Whether a message after thoughts of suicide may say that something was swallowed or
        done: "I took them". What is denied, "I have not taken anything", is not."""
        if len(text) > _LONGEST_REMARK:
            return False
        found = self._longest(self.read(text), (_ACTED, _NOT_ACTED))
        return any(match.label == _ACTED for match in found)

    def _asks(self, words: Words) -> bool:
        """ "Is the ambulance coming?", "who is going to see me", but not "will call them now"."""
        said = [word.norm for word in words.items if word.norm[:1].isalnum()]
        if not said or said[0] not in self.begins_a_question:
            return False
        return said[0].startswith(_ASKS_BY_ITSELF) or (said[1:2] != [] and said[1] in self.subjects)

    def says_that_nobody_answers(self, text: str) -> bool:
        """Whether a message says of the care team's phone that nobody answers it, and little
        else."""
        if len(text) > _LONGEST_REMARK:
            return False
        words = self.read(text)
        found = [match for match in self.book.find(words) if match.label == LINE_UNANSWERED]
        told, said = _covered(found), _said(words)
        rest = [words.norm(place) for place in said if place not in told]
        asks = bool(said) and words.norm(said[0]) in self.begins_a_question
        is_of_phone = not asks and not any(word.startswith(self.not_by_phone) for word in rest)
        return bool(found) and is_of_phone and len(rest) <= _MOST_BESIDE_THE_LINE

    def kind_of_care_team_question(self, text: str) -> CareTeamQuestion | None:
        """Of a question for the care team alone: about the course of the illness, about medicines,
        about daily life; None: about something else."""
        labels = {match.label for match in self.book.find(self.read(text))}
        return next((kind for kind in CARE_TEAM if kind in labels), None)

    def _longest(self, words: Words, labels: Collection[str]) -> Sequence[Match]:
        """The phrases of some labels in order, without those inside longer ones: "now" is not in
        "not now"."""
        found = [match for match in self.book.find(words) if match.label in labels]
        return sorted(
            (m for m in found if not any(_is_inside(m, other) for other in found)),
            key=lambda match: match.first,
        )


def _said(words: Words) -> list[int]:
    """The places of words and numbers, without signs."""
    return [place for place, word in enumerate(words.items) if word.norm[:1].isalnum()]


def _covered(matches: Iterable[Match]) -> set[int]:
    """The places in which phrases stand."""
    return {place for match in matches for place in range(match.first, match.end)}


def _is_inside(match: Match, other: Match) -> bool:
    """Whether another phrase that shares words with it is longer; "I do" gives way to "do not"."""
    if match.first >= other.end or other.first >= match.end:
        return False
    longer = (other.end - other.first) - (match.end - match.first)
    return longer > 0 or (longer == 0 and match.label == "yes" and other.label != "yes")


def answers_of_signs(signs: Mapping[str, Sequence[str]]) -> dict[str, CheckAnswer]:
    """answer → its pictures, turned round: picture → answer."""
    return {
        str(sign): cast("CheckAnswer", str(answer))
        for answer, of_answer in signs.items()
        for sign in of_answer
    }
