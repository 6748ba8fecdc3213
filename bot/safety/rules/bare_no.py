"""A "no" that answers, and denies nothing of what follows: "no my throat is closing".

People leave the comma out. Before a subject with its verb a "no" stands for itself; before a noun
alone ("no rash", "no chest pain", "no swelling of the lips") it denies.
"""

from __future__ import annotations

import re
from typing import Final

_OPENING: Final = (
    r"(?:^|(?<=[.!?;,:\n…])"
    r"|\b(?:oh|ok|okay|well|um|hm+|and|but|thanks|thank you|sorry|no|nope)\s)\s*"
)
_NO: Final = r"(?:no|nope|nah|naw)"
_ASIDE: Final = r"(?:(?:actually|wait|well|sorry|honestly|seriously|now|today|because|cos)\s+)?"
# "No i fight for breath", "no its 39", "no there is blood".
_PRONOUN: Final = (
    r"(?:i|i'?m|i'?ve|i'?ll|he|he'?s|she|she'?s|it|it'?s|they|they'?re|we|we'?re|there|there'?s)"
    r"(?=\s+\S)"
)
# "No my belly is hard", also "no my belly hard": nobody denies so.
_OWN: Final = r"(?:(?:all|both|all of|both of)\s+)?(?:my|his|her|our|their)(?=\s+\S+\s+\S)"
_VERB: Final = (
    r"(?:is|are|was|were|has|have|had|isn'?t|aren'?t|won'?t|can'?t|cant|does|doesn'?t|did|didn'?t|"
    r"do|don'?t|hurts?|aches?|burns?|itches|feels?|looks?|smells?|keeps?|gets?|got|goes|went|came|"
    r"comes|started|starts|turned|turns|bleeds?|hangs?|spreads?|swells?|swelled)"
)
# "No the rash is everywhere"; "no the usual pain" may deny.
_THE: Final = rf"(?:the|this|that|these|those|that'?s)(?:\s+\w+){{0,3}}?\s+{_VERB}\b"
# "Not really my chest is tight"; "not really my kind of thing" is no report.
_OWN_WITH_VERB: Final = rf"(?:my|his|her|our|their)(?:\s+\w+){{1,3}}?\s+{_VERB}\b"
_BARE = re.compile(
    rf"{_OPENING}(?:{_NO}(\s)\s*(?={_ASIDE}(?:{_PRONOUN}|{_OWN}|{_THE}))"
    rf"|not really(\s)\s*(?={_ASIDE}(?:{_PRONOUN}|{_OWN_WITH_VERB})))",
    re.IGNORECASE,
)


def with_comma_after_no(text: str) -> str:
    """The message with a comma in place of the space after a "no" that stands for itself: no letter
    changes its place."""
    return _BARE.sub(_with_comma, text)


def _with_comma(found: re.Match[str]) -> str:
    place = found.start(found.lastindex or 1) - found.start()
    whole = found.group()
    return f"{whole[:place]},{whole[place + 1 :]}"
