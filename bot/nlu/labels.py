"""Labels: topics are full retrieval intents, ``group/topic``; all others are plain intents."""

from __future__ import annotations


def is_topic(label: str) -> bool:
    return "/" in label
