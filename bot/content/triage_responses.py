"""Words of the triage: questions with their buttons, and advice, filled in for a conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.content.open_alarm import TAKES_BACK
from bot.content.triage import triage_knowledge
from bot.dialogue.settling import deciding_answer
from bot.dialogue.suicide_question import is_about_suicide
from bot.dialogue.triage_knowledge import (
    CELL_THERAPIES,
    Action,
    TriageKnowledge,
    TriageSymptom,
    is_red,
)
from bot.dialogue.triage_levels import Rules, level
from bot.dialogue.triage_state import Triage, label_of
from bot.safety.escalation import CALL_FOR_ANOTHER, CALL_LINES, URGENT_RESPONSES, RedFlagIntent

if TYPE_CHECKING:
    from bot.content.response_book import Message, ResponseBook

_ALARMS: Mapping[str, RedFlagIntent] = {
    "utter_triage_emergency": "red_flag_emergency",
    "utter_triage_crisis": "red_flag_crisis",
    "utter_triage_call_now": "red_flag_call_now",
}
_QUESTION = "utter_triage_question"
_ADVICE = ("utter_triage_call_today", "utter_triage_self_care")
# The same advice right after itself is not read out once more: "utter_triage_self_care_again".
_AGAIN = "_again"
# By what the gravest answer to the question leads to.
_UNANSWERED: Mapping[str, str] = {
    "call_now": "utter_triage_unanswered_call_now",
    "emergency": "utter_triage_unanswered_emergency",
    "crisis": "utter_triage_unanswered_crisis",
}
# What the open question is put once more after, where it was no question about itself.
_HEARD: Mapping[str, str] = {
    "told": "utter_triage_told",
    "unclear": "utter_triage_unclear",
}
_MOST_NAMED = 3
_THEN_EMERGENCY = re.compile(r"(.+?),? or if (.+) \(then call \{emergency_phone\}\)", re.DOTALL)


class TriageWords:
    """Says what the policy of the triage decided."""

    def __init__(self, book: ResponseBook, knowledge: TriageKnowledge | None = None) -> None:
        self._book = book
        self._knowledge = knowledge or triage_knowledge()

    def say(
        self, name: str, slot: Mapping[str, Any] | None, said_before: str = ""
    ) -> Message | None:
        """The response ``name`` for the state in the slot ``triage``. None: no such response.

        ``said_before``: the reply before it."""
        triage = Triage.from_json(slot, self._knowledge)
        if name == _QUESTION and triage.question is not None:
            message = self._question(triage, *triage.question)
        elif name in _ALARMS:
            message = self._alarm(name, triage)
        elif triage.about and name in _ADVICE:
            message = self._advice(name, triage)
            if message is not None and message["text"] in said_before:
                again = self._text(name + _AGAIN, understood=self._names(triage.about))
                message["text"] = again
        elif name in (_QUESTION, *_ADVICE):
            # While new content is taken up, what was decided may name a symptom that is not here.
            return self._book.message("utter_apology")
        elif name == "utter_triage_left":
            return self._left(triage)
        else:
            return self._book.message(name)
        if message is not None:
            message["metadata"]["findings"] = list(triage.about)
            if triage.undone:
                message["metadata"][TAKES_BACK] = True
        return message

    def _left(self, triage: Triage) -> Message | None:
        """Nothing is asked any more; who wishes it so hears whom to call, and the question that is
        left open; where that is the one about suicide, the crisis line."""
        is_open = triage.unanswered is not None and bool(triage.about)
        message = self._book.message(
            "utter_triage_left_open" if is_open else "utter_triage_left",
            understood=self._names(triage.about),
        )
        line = self._book.message(CALL_LINES["crisis"])
        if message is not None and line is not None and self._is_crisis_open(triage):
            message["text"] = f"{message['text']}\n{line['text']}"
        elif message is not None and triage.unanswered is not None and triage.about:
            message["text"] += "\n" + self._unanswered(*triage.unanswered)
        return message

    def _is_crisis_open(self, triage: Triage) -> bool:
        return any(
            place is None and is_about_suicide(symptom, question)
            for case in triage.cases
            for symptom in [self._knowledge.symptoms[case.symptom]]
            for question, place in zip(symptom.questions, case.chosen, strict=True)
        )

    def _alarm(self, name: str, triage: Triage) -> Message | None:
        """The alarm; its reason is the symptom, unless an answer about another sign makes it one:
        who says that the throat swells is not told that he wrote about itching."""
        intent = _ALARMS[name]
        action: Action = "call_now" if intent == "red_flag_call_now" else "emergency"
        answered = deciding_answer(triage, action, self._knowledge)
        understood = "" if answered else self._names(triage.about)
        response = URGENT_RESPONSES[intent]
        if intent == "red_flag_crisis" and triage.for_relative:
            response = CALL_FOR_ANOTHER
        message = self._book.message(response, understood=understood)
        if message is not None:
            message["metadata"].update(understood=understood, response=response)
        if message is not None and triage.unanswered is not None and action == "call_now":
            message["text"] += "\n" + self._unanswered(*triage.unanswered)
        elif message is not None and self._is_for_the_treatment(triage, action):
            message["text"] += "\n" + self._text("utter_triage_because_of_cells")
        return message

    def _is_for_the_treatment(self, triage: Triage, action: Action) -> bool:
        """Whether it is a call now for CAR-T or a bispecific alone."""
        if action != "call_now" or triage.treatment not in CELL_THERAPIES:
            return False
        rules, without = Rules(self._knowledge), replace(triage, treatment=None)
        known = set(triage.about) & set(self._knowledge.symptoms)
        cases = [case for case in triage.cases if case.symptom in known]
        return bool(cases) and not any(is_red(level(case, without, rules)) for case in cases)

    def _question(self, triage: Triage, symptom: str, place: int) -> Message | None:
        of = self._knowledge.symptoms[symptom]
        question = of.questions[place]
        case = triage.case(symptom)
        is_first = case is not None and case.asked == 1 and not (triage.put_again or triage.heard)
        opening = self._opening(triage, of, is_first)
        is_again = bool(triage.put_again or triage.made_sure or triage.heard)
        text = (is_again and question.short) or question.text
        if triage.for_relative and self._asks_of_suicide(triage, of):
            text = self._text("utter_triage_suicide_of_relative")
        message = self._book.message(_QUESTION, question=text, opening=opening)
        if message is None:
            return None
        message["text"] = str(message["text"]).strip()
        message["buttons"] = [
            {"title": button.title, "payload": button.title} for button in question.buttons
        ]
        message["metadata"]["asks"] = label_of((symptom, place))
        return message

    def _opening(self, triage: Triage, symptom: TriageSymptom, is_first: bool) -> str:
        """Before the first question what was understood; before one put again, a reminder; after an
        answer that was not clear, or a no to what was guessed, thanks for it."""
        of_suicide = "_of_suicide" if self._asks_of_suicide(triage, symptom) else ""
        if triage.heard == "asked back":
            return self._text(self._why_asked(triage, symptom) + of_suicide) + "\n"
        if triage.heard:
            return self._text(_HEARD[triage.heard], understood=symptom.understood) + "\n"
        if triage.made_sure:
            return self._text(f"utter_triage_make_sure{of_suicide}") + "\n"
        if triage.undone:
            return self._text(f"utter_triage_believed{'_of_suicide' * symptom.crisis}") + "\n"
        name = "utter_triage_first" if is_first else "utter_triage_again" * triage.put_again
        if is_first and triage.for_relative:
            name = "utter_triage_first_of_relative"
        elif is_first and triage.is_guess:
            name = "utter_triage_first_guess"
        return self._text(name, understood=symptom.understood) + "\n" if name else "\n"

    @staticmethod
    def _why_asked(triage: Triage, symptom: TriageSymptom) -> str:
        """The response that says why the open question is asked."""
        place = triage.question[1] if triage.question else 0
        is_for_danger = symptom.questions[place].gravest_mark == "emergency"
        return "utter_triage_why_danger" if is_for_danger else "utter_triage_why"

    @staticmethod
    def _asks_of_suicide(triage: Triage, symptom: TriageSymptom) -> bool:
        place = triage.question[1] if triage.question else 0
        return is_about_suicide(symptom, symptom.questions[place])

    def _advice(self, name: str, triage: Triage) -> Message | None:
        first = self._knowledge.symptoms[triage.about[0]]
        others = [self._knowledge.symptoms[one] for one in triage.about[1:]]
        several = "utter_triage_several" if triage.for_several else ""
        raised = bool(first.after_cell_therapy) and triage.treatment is None
        urgent, emergency = _apart(first.advice.urgent)
        message = self._book.message(
            name,
            understood=self._names(triage.about),
            tell=_filled(first.advice.tell or "what you have noticed, and when it began."),
            care=" ".join([first.advice.care, *(one.advice.care for one in others)]).strip(),
            urgent=urgent,
        )
        if message is None:
            return None
        lines = [str(message["text"])]
        if emergency:
            lines.append(self._text("utter_triage_then_emergency", signs=emergency))
        if several:
            lines.insert(1, self._text(several))
        if triage.unanswered is not None:
            lines.append(self._unanswered(*triage.unanswered))
        if raised and triage.treatment not in CELL_THERAPIES:
            lines.append(self._text("utter_triage_after_cells"))
        message["text"] = self._book.fill("\n".join(lines))
        title = self._book.title(first.topic)
        message["buttons"] = [{"title": title, "payload": title}]
        message["metadata"]["also"] = [first.topic]
        return message

    def _unanswered(self, symptom: str, place: int) -> str:
        """What the open question was, and whom to call now whose answer to it is yes."""
        of = self._knowledge.symptoms[symptom]
        question = of.questions[place]
        kind = question.gravest_mark or "call_today"
        name = _UNANSWERED.get("crisis" if of.crisis and kind == "emergency" else kind)
        is_yes_or_no = [button.title for button in question.buttons] == ["No", "Yes"]
        if name is None or not (is_yes_or_no or of.crisis):
            name = "utter_triage_unanswered"
        return self._text(name, question=question.text)

    def _text(self, name: str, **words: str) -> str:
        message = self._book.message(name, **words)
        assert message is not None, f"{name} is missing in domain.yml"
        return str(message["text"])

    def _names(self, symptoms: Sequence[str]) -> str:
        names = [self._knowledge.symptoms[name].understood for name in symptoms[:_MOST_NAMED]]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} and {names[-1]}"


def _apart(urgent: str) -> tuple[str, str]:
    """The signs to call the team about, and those of an emergency, which the files name last."""
    found = _THEN_EMERGENCY.fullmatch(urgent)
    return (found[1], found[2]) if found else (urgent, "")


def _filled(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
