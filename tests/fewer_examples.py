"""Content with fewer example questions: what is learned, read or written again takes less time."""

from __future__ import annotations

import re

_TITLE = re.compile(r'^ *title: "(.*)"$', re.MULTILINE)
_EXAMPLE = "      - "


def with_fewer_examples(text: str, one_in: int) -> str:
    """The text of a file of bot/data with one in so many of each intent's examples, and with the
    titles of the answers, which a pressed button sends."""
    titles = {f"{_EXAMPLE}{title}" for title in _TITLE.findall(text)}
    kept: list[str] = []
    number: int | None = None
    for line in text.splitlines(keepends=True):
        if line.strip() == "examples: |":
            number = 0
        elif number is not None and line.startswith(_EXAMPLE):
            number += 1
            if (number - 1) % one_in and line.rstrip("\n") not in titles:
                continue
        else:
            number = None
        kept.append(line)
    return "".join(kept)
