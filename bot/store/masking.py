"""Masking of questions that are kept for staff: whatever names a person is taken out."""

from __future__ import annotations

import re

_LONGEST_TEXT = 1000
# What stands before the "@" of an address has so many characters at most (RFC 5321).
_LONGEST_LOCAL_PART = 64
# With a capital letter: "Ann", "O'Brien", "Ann-Lee".
_NAME = r"[A-Z](?:[a-z]+|['’][A-Z]?[a-z]+)(?:['’-][A-Z]?[a-z]+)*\b"
# What stands after "my dr" where no name does.
_NO_NAME = (
    "a|about|also|and|appointment|asked|at|because|but|called|can|could|did|does|for|from|gave|had|"
    "has|have|if|in|is|just|knows|of|on|or|put|said|saw|says|should|so|tells|thinks|to|told|wants|"
    "was|when|who|will|would"
)
_MASKS = (
    (re.compile(rf"[^\s@]{{1,{_LONGEST_LOCAL_PART}}}@\S+"), "[e-mail]"),
    (re.compile(r"\+?\d[\d ()./-]{5,}\d"), "[phone]"),
    (
        re.compile(
            r"\b((?:my name is|my name's|i am called|name:)\s+)"
            r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}",
            re.IGNORECASE,
        ),
        r"\1[name]",
    ),
    # A capital letter tells "I am Bob" from "I am tired", "this is Ann" from "this is driving me
    # mad" and "my husband Peter" from "my husband sleeps".
    (
        re.compile(
            rf"\b((?:[Ii](?: am|['’]?m)|[Tt]his is|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Doctor|[Nn]urse|"
            rf"[Mm]y (?:husband|wife|partner|son|daughter|mum|mom|dad|mother|father|brother|sister)"
            rf") ){_NAME}(?: {_NAME}){{0,2}}"
        ),
        r"\1[name]",
    ),
    (re.compile(rf"\b{_NAME}(?: {_NAME})+(?= here\b)"), "[name]"),
    # However it is written: "dr smith". "My dr said so" names nobody.
    (
        re.compile(rf"\b((?:dr|mr|mrs|ms)\.? )(?!(?:{_NO_NAME})\b)[a-z]+\b", re.IGNORECASE),
        r"\1[name]",
    ),
    (re.compile(r"\d"), "#"),
)


def masked(text: str) -> str:
    """The text without e-mail addresses, phone numbers, digits, and names after "my name is"."""
    # Cut first, so that the longest text costs little. The end of what was cut may be half an
    # address or a name: it goes once the rest is masked.
    start = text[: _LONGEST_TEXT + _LONGEST_LOCAL_PART]
    is_cut = len(start) < len(text)
    for pattern, replacement in _MASKS:
        start = pattern.sub(replacement, start)
    return (start[:-_LONGEST_LOCAL_PART] if is_cut else start)[:_LONGEST_TEXT]
