"""What a message of another language says beside symptoms: thanks, a goodbye, "nobody answers the
phone", "the ambulance is on its way". The words stand in bot/data/languages/*/red_flags.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.safety.languages.knowledge import LanguageKnowledge, Remark
from bot.safety.languages.phrases import Expression
from bot.safety.languages.plain import plain
from bot.safety.languages.reading import MEASURED, read_foreign
from bot.safety.rules.context import NOW, UNCLEAR_WORDING
from bot.safety.rules.knowledge import Symptom

# What is longer says something of its own.
_LONGEST_REMARK = 100
# So many words may stand beside what is said of a call: "for
# two hours now". Less beside help that is coming, which ends an alarm.
_MOST_BESIDE_UNANSWERED, _MOST_BESIDE_COMING = 7, 6


def read_remark(
    text: str, language: LanguageKnowledge, symptoms: Mapping[str, Symptom]
) -> Remark | None:
    """What a message remarks in a language, and little else; None: something else.

    A remark with a symptom beside it is none: the symptom is judged.

    Args:
        text: the message as it was typed.
        language: whose words count.
        symptoms: by name.
    """
    words = language.remarks
    if not words or len(text) > _LONGEST_REMARK:
        return None
    said = plain(text)
    kind_words = _of(language, "thanks", "goodbye")
    if any(one.search(said) for one in kind_words):
        rest = _without(said, (*kind_words, *_of(language, "polite")))
        if not any(map(str.isalnum, rest)):
            thanks = words["thanks"].search(said) is not None
            return "thanks" if thanks else "goodbye"
    unanswered = words["nobody_answers"]
    if unanswered.search(said):
        of_others = words.get("not_by_phone")
        rest = _without(said, (unanswered,))
        if not (of_others and of_others.search(said)) and _is_little(
            rest, _MOST_BESIDE_UNANSWERED, language, symptoms
        ):
            return "nobody_answers"
    coming = words["help_is_coming"]
    if coming.search(said) and "?" not in said:
        rest = _without(said, (coming,))
        if _is_little(rest, _MOST_BESIDE_COMING, language, symptoms):
            return "help_is_coming"
    in_short = words.get("help_in_short")
    if in_short and in_short.search(said) and "?" not in said:
        rest = _without(said, (in_short, *_of(language, "thanks", "polite")))
        return None if any(map(str.isalnum, rest)) else "help_is_coming"
    return None


def _is_little(
    rest: str, most: int, language: LanguageKnowledge, symptoms: Mapping[str, Symptom]
) -> bool:
    """Whether what stands beside a remark is at most so many words, and no symptom."""
    reading = read_foreign(rest, language, symptoms)
    return language.count_words(rest) <= most and not reading.has(NOW, MEASURED, UNCLEAR_WORDING)


def _of(language: LanguageKnowledge, *names: str) -> list[Expression]:
    return [one for name, one in language.remarks.items() if name in names]


def _without(said: str, expressions: Iterable[Expression]) -> str:
    for expression in expressions:
        said = expression.sub(lambda _: ", ", said)
    return said
