"""Texts as they are compared: one Unicode form, nothing invisible. No Rasa."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOT_WORD = re.compile(r"[^\w]+")


def visible(text: str) -> str:
    """The text in one Unicode form, without zero-width and direction marks, single-spaced."""
    if text.isascii():  # as nearly every text is
        return " ".join(text.split())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.replace("’", "'").split())


def matching_key(text: str) -> str:
    """What is compared when a message is matched exactly: case and punctuation do not count."""
    return _NOT_WORD.sub(" ", visible(text).casefold().replace("'", "")).strip()
