"""All responses by name, with the clinic's words filled in. No Rasa."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakSet

from bot.content.languages import said_in
from bot.content.sources import date_in_words, read_sources, source_links, source_names
from bot.content.treatments import kinds_with_variant, variant_for
from bot.safety.rules.quantities import fahrenheit
from bot.settings.clinic import Clinic, read_yaml
from bot.settings.paths import DOMAIN_FILE

Message = dict[str, Any]
Responses = Mapping[str, Sequence[Message]]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, words) for key, item in value.items()}
    return value


def words_of(clinic: Clinic) -> dict[str, str]:
    """What stands for each word in braces."""
    celsius = clinic.safety.fever_threshold_celsius
    return {
        **clinic.words(),
        "fever_threshold": f"{celsius:.1f} °C ({fahrenheit(celsius):.1f} °F)",
    }


class ResponseBook:
    """All responses by name, with the clinic's words filled in."""

    def __init__(self, responses: Responses, clinic: Clinic) -> None:
        self.use(responses)
        self._words = words_of(clinic)

    @classmethod
    def of_domain_file(cls, clinic: Clinic) -> ResponseBook:
        """The fixed responses of domain.yml, without the answers of the FAQ."""
        content = read_yaml(DOMAIN_FILE)
        assert isinstance(content, dict)
        book = cls(content["responses"], clinic)
        _OF_DOMAIN_FILE.add(book)
        return book

    def use(self, responses: Responses) -> None:
        """From now on says these, with the sources as their file has them now."""
        self._responses = responses
        self._sources = read_sources()

    def message(self, name: str, treatment: str | None = None, **words: str) -> Message | None:
        """One response, filled in: text, buttons, metadata. None where there is none.

        ``{about}`` says what was ``understood``, or that something was where nothing is named.
        ``treatment``: the kind of treatment for which it is said, where it has variants.
        """
        variants = self._responses.get(name)
        if not variants:
            return None
        given = {name: word for name, word in words.items() if word}
        about = "utter_you_wrote_about" if given.get("understood") else "utter_what_you_wrote"
        given["about"] = _fill(_text_of(self._responses, about), given)
        variant = variant_for(variants, treatment)
        message: Message = _fill(copy.deepcopy(dict(variant)), {**self._words, **given})
        metadata = dict(message.get("metadata") or {})
        metadata["calls"] = [self._words[key] for key in metadata.get("calls", [])]
        message["metadata"] = metadata
        return message

    def said_in(self, code: str, name: str, message: Message) -> Message:
        """A message with the words of another language before its English ones."""
        return said_in(code, name, message, self._words)

    def fill(self, text: str) -> str:
        """A text with the clinic's words filled in."""
        return str(_fill(text, self._words))

    def has(self, topic: str) -> bool:
        """Whether there is an answer to a topic."""
        return bool(self._responses.get(f"utter_{topic}"))

    def title(self, topic: str) -> str:
        """A topic's question in plain words, as on a button; matched exactly when sent."""
        variants = self._responses[f"utter_{topic}"]
        return str(variants[0]["metadata"]["title"])

    def answer(
        self,
        topic: str,
        confidence: float,
        treatment: str | None = None,
        also: Sequence[str] = (),
    ) -> Message:
        """A topic's answer; its metadata names the topic and its source.

        ``treatment``: the kind of treatment that it is for; ``also``: topics that stand as buttons
        beside it, because the question may have been one of them.
        """
        message = self.message(f"utter_{topic}", treatment)
        if message is None:
            raise KeyError(f"There is no answer utter_{topic} in bot/data/faq.")
        own = message["metadata"]
        message["metadata"] = {
            **self.origin(topic, own["sources"], own["reviewed"], confidence),
            "also": list(also),
        }
        if also:
            message["buttons"] = buttons_of(map(self.title, also))
        return message

    def kinds_with_own_text(self, topic: str) -> frozenset[str]:
        """The kinds of treatment for which a topic's answer has a text of its own."""
        return kinds_with_variant(self._responses.get(f"utter_{topic}", ()))

    def origin(
        self, topic: str, sources: Sequence[str], reviewed: str, confidence: float
    ) -> dict[str, Any]:
        """The metadata of an answer. ``sources``: keys of sources.yml; ``reviewed``: YYYY-MM-DD."""
        read = [self._sources[key] for key in sources]
        day = date_in_words(datetime.date.fromisoformat(reviewed))
        line = self.message("utter_source_line", source=source_names(read), reviewed=day)
        assert line is not None
        return {
            "kind": "answer",
            "topics": [topic],
            "source": line["text"],
            "sources": source_links(read),
            "reviewed": reviewed,
            "confidence": confidence,
        }

    def offer(
        self, topics: Sequence[str], confidence: float, name: str = "utter_did_you_mean"
    ) -> Message:
        """The question "Did you mean …?" with a button for each topic, and one for none.

        ``name``: the response that asks it; ``confidence``: how likely it is one of the topics
        that the assistant knows, 0 to 1.
        """
        message = self.message(name)
        assert message is not None
        titles = [*map(self.title, topics), message["metadata"].pop("last_button")]
        message["buttons"] = buttons_of(titles)
        message["metadata"].update(topics=list(topics), confidence=confidence)
        return message


def buttons_of(titles: Iterable[str]) -> list[dict[str, str]]:
    """Buttons that send what stands on them."""
    return [{"title": title, "payload": title} for title in titles]


def _text_of(responses: Mapping[str, Sequence[Message]], name: str) -> str:
    variants = responses.get(name)
    return str(variants[0]["text"]) if variants else ""


# The guard and the channels each have a book of the fixed responses; all follow a changed file.
_OF_DOMAIN_FILE: WeakSet[ResponseBook] = WeakSet()


def use_fixed_responses(responses: Responses) -> None:
    """Makes every book of the domain file say these instead."""
    for book in list(_OF_DOMAIN_FILE):
        book.use(responses)
