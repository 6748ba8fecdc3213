"""The title of each topic, as it stands on buttons, from the responses of a domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.constants import UTTER_PREFIX

Responses = Mapping[str, Sequence[Mapping[str, Any]]]


class _Titles:
    """Topic → its title; worked out once for the responses of a domain."""

    def __init__(self) -> None:
        self._responses: Responses | None = None
        self._titles: Mapping[str, str] = {}

    def of(self, responses: Responses) -> Mapping[str, str]:
        if responses is not self._responses:
            found = {
                name.removeprefix(UTTER_PREFIX): (variants[0].get("metadata") or {}).get("title")
                for name, variants in responses.items()
            }
            self._titles = {name: str(title) for name, title in found.items() if title}
            self._responses = responses
        return self._titles


titles_of = _Titles().of
