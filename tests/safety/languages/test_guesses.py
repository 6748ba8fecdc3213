"""An emergency that the detector guesses beside a number: only what else is said makes it one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.language_files import LanguageBook
from bot.safety import RedFlagKnowledge, SafetySettings, assess
from bot.safety.languages.detector import ForeignDetector, Suspected
from bot.safety.languages.guesses import beside_numbers
from bot.safety.languages.reading import ForeignReading, read_foreign

# With what an emergency is guessed for, and what follows from it.
GUESSED_FOR_THE_NUMBER = [
    ("5 baar dast", "dast", ("urgent", "call_now", ("diarrhea",))),
    ("aaj 5 baar dast hue", "5 baar", ("urgent", "call_now", ("diarrhea",))),
    ("5 baar dast kal, 6 baar dast aaj", "dast", ("urgent", "call_now", ("diarrhea",))),
    ("2 baar dast", "dast", ("check", None, ("diarrhea",))),
    ("6 mal Durchfall heute", "durchfall", ("urgent", "call_now", ("diarrhea",))),
    ("7 diarreas hoy", "7", ("urgent", "call_now", ("diarrhea",))),
    ("拉肚子六次", "六", ("urgent", "call_now", ("diarrhea",))),
    ("ich habe 39,5 Fieber", "39,5", ("urgent", "call_now", ("fever",))),
    ("bukhar 39.5", "bukhar", ("urgent", "call_now", ("fever",))),
    ("температура 39.5", "температура", ("urgent", "call_now", ("fever",))),
    ("seit gestern 38.4", "38.4", ("urgent", "call_now", ("fever",))),
]
GUESSED_FOR_WHAT_ELSE_IS_SAID = [
    ("5 baar dast aur chhati par pathar", "pathar", ("chest_pain", "diarrhea")),
    ("chhati par pathar, 5 baar dast", "pathar", ("chest_pain", "diarrhea")),
    ("ich habe 39,5 Fieber und einen Elefanten auf mir sitzen", "elef", ("chest_pain", "fever")),
    ("fiebre de 39,5 y un elefante encima", "elef", ("chest_pain", "fever")),
    ("ein Elefant sitzt auf mir, seit gestern 38.4", "elef", ("chest_pain", "fever")),
    ("ein Elefant sitzt auf mir, 2 mal Durchfall", "elef", ("chest_pain", "diarrhea")),
]
# What no detector needs to guess.
READ = [
    ("5 baar dast, seene me bahut dard hai", ("chest_pain", "diarrhea")),
    ("fiebre 39,5 y no puedo respirar", ("sudden_breathlessness", "fever")),
]


class Guess(ForeignDetector):
    """Takes a message with a certain word for chest pain, and any other for nothing."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.urgent_from, self.check_from = 0.83, 0.25

    def __call__(self, message: str, reading: ForeignReading) -> Suspected:  # noqa: ARG002
        return Suspected(0.999 if self._word in message.lower() else 0.01, "chest_pain")


def guessing(word: str, settings: SafetySettings) -> SafetySettings:
    """The settings with a detector that guesses an emergency for a word."""
    assert settings.languages is not None
    return replace(settings, languages=replace(settings.languages, detector=Guess(word)))


@pytest.mark.parametrize(("message", "word", "expected"), GUESSED_FOR_THE_NUMBER)
def test_a_number_is_no_emergency_by_a_guess(
    message: str, word: str, expected: object, settings: SafetySettings
) -> None:
    judged = assess(message, guessing(word, settings))
    assert (judged.outcome, judged.tier, judged.symptoms) == expected
    assert not judged.emergency


@pytest.mark.parametrize(("message", "word", "symptoms"), GUESSED_FOR_WHAT_ELSE_IS_SAID)
def test_what_else_is_said_may_be_one(
    message: str, word: str, symptoms: tuple[str, ...], settings: SafetySettings
) -> None:
    judged = assess(message, guessing(word, settings))
    assert (judged.outcome, judged.tier, judged.symptoms) == ("urgent", "emergency", symptoms)


@pytest.mark.parametrize(("message", "symptoms"), READ)
def test_what_a_rule_reads_beside_a_number_is_one(
    message: str, symptoms: tuple[str, ...], settings: SafetySettings
) -> None:
    judged = assess(message, guessing("nothing of it", settings))
    assert (judged.outcome, judged.tier, judged.symptoms) == ("urgent", "emergency", symptoms)


def test_without_a_number_a_sure_guess_is_one(settings: SafetySettings) -> None:
    judged = assess("ein Elefant sitzt auf mir", guessing("elef", settings))
    assert (judged.outcome, judged.tier, judged.symptoms) == (
        "urgent",
        "emergency",
        ("chest_pain",),
    )


@pytest.mark.parametrize("message", ["6 baar dast gaya", "6 baar dast pati", "5 baar dast"])
def test_the_trained_detector_raises_no_number(message: str, settings: SafetySettings) -> None:
    judged = assess(message, settings)
    assert (judged.outcome, judged.tier, judged.symptoms) == ("urgent", "call_now", ("diarrhea",))


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("bei meiner Mutter hängt plötzlich das Gesicht auf einer Seite 6 mal Durchfall", "stroke"),
        ("жмет в груди очень сильно отдает в руку 6 раз понос", "chest_pain"),
    ],
)
def test_the_trained_detector_hears_an_emergency_beside_a_number(
    message: str, word: str, settings: SafetySettings
) -> None:
    judged = assess(message, settings)
    assert judged.tier == "emergency"
    assert word in judged.symptoms


@pytest.mark.parametrize(
    ("message", "symptom", "is_crisis"),
    [
        ("fiebre 39.5, mi esposo se acaba de desplomar y no responde", "unconscious", False),
        ("Fieber 39.5, ich will nicht mehr leben, ich habe Tabletten", "self_harm", True),
        ("fiebre 39.5 desde ayer", "", False),
        ("ich habe 39,5 Fieber und bin müde", "", False),
    ],
)
def test_a_number_hides_no_emergency(
    message: str, symptom: str, is_crisis: bool, settings: SafetySettings
) -> None:
    judged = assess(message, settings)
    assert judged.outcome == "urgent"
    assert (judged.tier == "emergency") == bool(symptom)
    assert judged.crisis == is_crisis
    assert not symptom or symptom in judged.symptoms


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("hi", "5 baar dast", ""),
        ("hi", "aaj 5 baar dast hue", "aaj hue"),
        ("hi", "5 baar dast kal, 6 baar dast aaj", "kal, aaj"),
        ("de", "Fieber 39,5 und 6 mal Durchfall seit heute", "und seit heute"),
        ("ru", "температура 39.5 с утра", "с утра"),
        ("zh", "拉肚子六次", ""),
        # no number, or none that counts
        ("hi", "dast", None),
        ("de", "ich bin 39 Jahre alt", None),
        ("es", "fiebre de 37.1", None),
        ("es", "la semana pasada 6 diarreas", None),
    ],
)
def test_what_is_said_beside_the_numbers(
    code: str, message: str, expected: str | None, book: LanguageBook, knowledge: RedFlagKnowledge
) -> None:
    language = book.languages[code]
    rest = beside_numbers(read_foreign(message, language, knowledge.symptoms), language)
    assert (None if rest is None else " ".join(rest.split())) == expected
