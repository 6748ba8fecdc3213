"""Kinds of replies: what stands under ``kind`` in the metadata of a response (domain.yml)."""

from __future__ import annotations

from typing import Literal, get_args

# Where a turn says several things, the first of these is what kind of turn it was.
ReplyKind = Literal[
    "red_flag", "check", "question", "advice", "answer", "offer", "out_of_scope", "smalltalk",
    "other",
]  # fmt: skip
KINDS: tuple[ReplyKind, ...] = get_args(ReplyKind)
