"""What the assistant says, from the project's own files, for exact comparisons."""

from __future__ import annotations

from bot.content.response_book import ResponseBook
from bot.settings.clinic import clinic
from tests.data.content import answers

TOPIC = "about/vs_chemotherapy"


def fixed(name: str) -> str:
    """A fixed response of domain.yml, filled in."""
    message = ResponseBook.of_domain_file(clinic()).message(name, understood="{understood}")
    assert message is not None, name
    return str(message["text"])


def first_line(name: str) -> str:
    return fixed(name).partition("\n")[0]


def question(topic: str = TOPIC) -> str:
    """A topic's question, as it stands on its button."""
    return str(answers()[topic].metadata["title"])


def answer_begins(topic: str = TOPIC) -> str:
    """How a topic's answer begins, up to the first word that is filled in."""
    return answers()[topic].text.partition("{")[0].partition("\n")[0]


ONLY_TEXT = fixed("utter_only_text")
NOTE = fixed("utter_only_the_words")
START = f"{fixed('utter_greet')}\n{fixed('utter_messenger_note')}"
HELP = f"{fixed('utter_help')}\n{fixed('utter_messenger_note')}"
STOPPED = fixed("utter_stopped")
DELETED = fixed("utter_deleted")
NOT_IN_GROUPS = fixed("utter_not_in_groups")
TOO_LONG = fixed("utter_too_long")
APOLOGY = fixed("utter_apology")
EMERGENCY = first_line("utter_call_emergency")
CARE_TEAM = first_line("utter_call_care_team")
