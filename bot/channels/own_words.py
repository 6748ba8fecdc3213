"""What the guard says itself: urgent words at once, and what holds where a turn says nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.heard import Heard
from bot.channels.replies import Reply
from bot.content.response_book import ResponseBook
from bot.dialogue.judging import by_safety_alone
from bot.safety.escalation import CHECK_UNNAMED, Escalation
from bot.settings.clinic import Clinic

# What only the detector suspects of despair in a long story is asked about from here on.
_DESPAIR_FROM = 0.4


class OwnWords:
    """The fixed responses of domain.yml, with this clinic's words."""

    def __init__(self, clinic: Clinic) -> None:
        self._book = ResponseBook.of_domain_file(clinic)

    def say(self, escalation: Escalation) -> Reply:
        """The urgent words, or the question, that follow from a judgement."""
        assert escalation.response is not None
        reply = self.fixed(
            escalation.response, escalation.language, understood=escalation.understood
        )
        return replace(
            reply,
            findings=escalation.findings,
            understood=escalation.understood,
            response=escalation.response,
            check=escalation.as_dict() if escalation.is_check else None,
        )

    def fixed(self, name: str, language: str, **words: str) -> Reply:
        """A response by its name."""
        message = self._book.message(name, **words)
        assert message is not None, f"{name} is missing in domain.yml"
        return Reply.of(self._book.said_in(language, name, message))

    def to_long(self, message: Heard) -> Reply:
        """What is too long to be answered is still judged. No triage
        follows that could ask, so the safety layer's own word counts as well. A check that names
        nothing is asked only where it is of despair: the detector suspects something in most long
        stories."""
        heard = (message.escalation, message.without_triage)
        alone = by_safety_alone(message.assessment)
        is_despair = alone.crisis and (
            alone.suspicion >= _DESPAIR_FROM or not alone.is_only_suspected
        )
        urgent = [one for one in heard if one.is_urgent]
        asked = [one for one in heard if one.is_check]
        named = [one for one in asked if is_despair or one.response != CHECK_UNNAMED]
        said = next(iter((*urgent, *named)), None)
        return self.say(said) if said else self.fixed("utter_too_long", message.escalation.language)
