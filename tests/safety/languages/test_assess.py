"""Messages of other languages and what is made of them, by rules and detector together."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from bot.content.language_files import read_foreign_lines
from bot.safety import SafetySettings, assess
from bot.safety.languages import assess as module
from bot.safety.languages.plain import plain
from tests.safety.languages.evaluate import FIGURES_FILE, dev_lines, judged_by, watched

URGENT = [
    ("es", "mi abuelo se desplomó y no responde", "emergency"),
    ("es", "tengo calentura de 39", "call_now"),
    ("pt", "nao consigo respirar", "emergency"),
    ("fr", "j'ai 39,5 de fièvre et des frissons", "call_now"),
    ("it", "mio padre ha dolore al petto", "emergency"),
    ("de", "meine zunge schwillt an", "emergency"),
    ("nl", "ik wil niet meer leven", "emergency"),
    ("pl", "nie mogę oddychać", "emergency"),
    ("ru", "температура 39.5", "call_now"),
    ("tr", "kan kusuyorum", "emergency"),
    ("ar", "عندي حرارة ٣٩", "call_now"),
    ("zh", "我想自杀", "emergency"),
    ("ja", "息ができません", "emergency"),
    ("ko", "열이 39도까지 올랐어요", "call_now"),
    ("th", "อยากฆ่าตัวตาย", "emergency"),
    ("vi", "toi khong tho duoc", "emergency"),
    ("hi", "seene me bahut dard hai", "emergency"),
    ("tl", "hindi ako makahinga", "emergency"),
    # blood in the stool, or black stool, misspelt as people do
    ("es", "diarea con sangre 8 veces hoy", "call_now"),
    ("es", "mis heces son negras como alquitran", "call_now"),
    ("fr", "mes selles sont noires comme du goudron", "call_now"),
    ("fr", "diaree avec du sang depuis ce matin", "call_now"),
    ("de", "mein stuhl ist schwarz wie teer", "call_now"),
    ("it", "le feci sono nere come la pece", "call_now"),
    ("pt", "minhas fezes estao pretas", "call_now"),
    ("nl", "mijn ontlasting is zwart als teer", "call_now"),
    ("pl", "mam czarny stolec od wczoraj", "call_now"),
    ("ru", "понос с кровью второй день", "call_now"),
    ("tr", "kanlı ishal oldum bugün", "call_now"),
    ("ar", "براز أسود من امبارح", "call_now"),
    ("hi", "latrine me khoon aa raha hai", "call_now"),
    ("zh", "大便是黑色的,像柏油", "call_now"),
    ("ja", "下痢に血が混じっています", "call_now"),
    ("ko", "변이 까맣게 나와요", "call_now"),
    ("th", "ท้องเสียมีเลือดปนวันนี้", "call_now"),
    ("vi", "đi ngoài ra máu sáng nay", "call_now"),
    ("tl", "maitim ang dumi ko simula kahapon", "call_now"),
    # words that are lost, days after CAR-T
    ("es", "mi padre recibió CAR-T hace una semana y hoy no encuentra las palabras", "call_now"),
    ("fr", "mon père ne trouve plus ses mots depuis hier", "call_now"),
    ("de", "meine Frau redet wirr, CAR-T war letzte Woche", "call_now"),
    ("de", "mein Vater findet die Worte nicht", "call_now"),
    ("nl", "ik vind de woorden niet meer", "call_now"),
    ("tr", "babam kelimeleri bulamıyor", "call_now"),
    ("ko", "단어가 생각이 안 나요", "call_now"),
    # breathless on the stairs, a cough for days
    ("pl", "mam kaszel od tygodnia i duszno mi po schodach", "call_now"),
    ("fr", "je n'ai plus de souffle dans les escaliers", "call_now"),
    ("ru", "одышка при подъёме по лестнице", "call_now"),
    ("zh", "爬楼梯就喘", "call_now"),
    ("de", "ich huste seit 4 Tagen", "call_now"),
    ("ar", "كحة من 3 ايام", "call_now"),
    ("ja", "3日前から咳が出る", "call_now"),
    # yellow eyes, however slightly
    ("pl", "mam trochę żółte oczy", "call_now"),
    ("es", "tengo los ojos un poco amarillos", "call_now"),
    ("th", "ตาออกเหลืองนิดหน่อย", "call_now"),
    ("tl", "medyo naninilaw mata ko", "call_now"),
    # double vision, a lid that droops
    ("es", "veo doble desde ayer", "call_now"),
    ("fr", "la paupière tombe", "call_now"),
    # four and more loose stools
    ("de", "6 mal Durchfall heute", "call_now"),
    ("de", "seit heute 5 Durchfälle mehr als normal", "call_now"),
    ("es", "7 diarreas hoy", "call_now"),
    ("zh", "拉肚子六次", "call_now"),
    ("hi", "8 baar dast", "call_now"),
    ("hi", "5 baar dast", "call_now"),
    # hours ago is now
    ("de", "vor 2 Stunden hat er Brustschmerzen bekommen", "emergency"),
]
ASKED = [
    # one to three loose stools, a slight cough
    ("de", "zwei dünne Stühle mehr als sonst", ("diarrhea",)),
    ("de", "ich hatte heute zwei weiche Stühle mehr als sonst", ("diarrhea",)),
    ("es", "dos diarreas hoy", ("diarrhea",)),
    ("fr", "diarrhée 2 fois aujourd'hui", ("diarrhea",)),
    ("ru", "понос 2 раза", ("diarrhea",)),
    ("ja", "下痢が2回", ("diarrhea",)),
    ("fr", "je tousse un peu depuis 3 jours, c'est grave ?", ("cough",)),
    ("de", "leichter Husten seit drei Tagen", ("cough",)),
]
AFRAID_TO_DIE = [
    ("de", "Ich hab so Angst zu sterben"),
    ("de", "ich will nicht sterben"),
    ("es", "no quiero morir, tengo miedo"),
    ("fr", "j'ai tellement peur de mourir"),
    ("it", "ho tanta paura di morire"),
    ("it", "non voglio morire"),
    ("pt", "tenho muito medo de morrer"),
    ("nl", "ik ben zo bang om dood te gaan"),
    ("pl", "boję się że umrę"),
    ("tr", "ölmekten çok korkuyorum"),
    ("ru", "я так боюсь умереть"),
    ("ar", "اخاف من الموت كثير"),
    ("hi", "mujhe marne se bahut dar lagta hai"),
    ("tl", "takot na takot akong mamatay"),
    ("vi", "tôi rất sợ chết"),
    ("zh", "我很怕死"),
    ("ja", "死ぬのがとても怖いです"),
    ("ko", "죽는 게 너무 무서워요"),
    ("th", "ฉันกลัวตายมาก"),
]
AFRAID_AND_SUICIDAL = [
    "tengo miedo, quiero morir",
    "ich hab angst ich will sterben",
    "j'ai peur je veux mourir",
    "мне страшно хочу умереть",
    "jeena nahi hai marna hai",
    "怖い死にたい",
    "no tengo miedo de morir, quiero acabar con todo",
    "no quiero morir de cáncer prefiero suicidarme",
]
HARMLESS = [
    ("es", "no tengo sangre en las heces"),
    ("fr", "pas de sang dans les selles"),
    ("de", "kein blut im stuhl"),
    ("it", "nessun sangue nelle feci"),
    ("es", "¿cuánto dura el tratamiento?"),
    ("es", "no tengo fiebre"),
    ("es", "muchas gracias por todo"),
    ("pt", "qual o horário de atendimento?"),
    ("fr", "comment se passe la perfusion ?"),
    ("it", "posso mangiare il gelato?"),
    ("de", "ich habe kein fieber"),
    ("nl", "hoe laat gaat de apotheek dicht"),
    ("pl", "dziękuję bardzo"),
    ("ru", "когда мой следующий приём?"),
    ("tr", "ateşim yok"),
    ("ar", "متى موعدي القادم؟"),
    ("zh", "我的预约在几点"),
    ("ja", "予約は何時ですか"),
    ("ko", "주차장이 어디예요"),
    ("th", "ไม่มีไข้"),
    ("vi", "cảm ơn bác sĩ"),
    ("hi", "अस्पताल कब खुलता है"),
    ("tl", "salamat po"),
    ("es", "no tengo los ojos amarillos"),
    ("es", "¿qué hago si veo doble?"),
    ("es", "tuve tos hace tres años"),
    ("es", "la semana pasada 6 diarreas, ya estoy bien"),
    ("es", "no encuentro las palabras para agradecerles"),
    ("de", "keine gelben Augen"),
    ("de", "kann CAR-T verwirrt machen?"),
    ("de", "vor 5 Jahren hatte ich Brustschmerzen"),
    ("de", "mir fehlen die Worte, so nett sind sie"),
]
ANSWERS = [
    # it has stopped, or is little
    ("hat aufgehört", "de", "no"),
    ("nein, es hat wieder aufgehört", "de", "no"),
    ("nur ein bisschen", "de", "not_sure"),
    ("ya paró", "es", "no"),
    ("un poquito nomás", "es", "not_sure"),
    ("durdu", "tr", "no"),
    ("hat nicht aufgehört", "de", None),
    ("ahora sí", "es", "yes"),
    ("Nein", "de", "no"),
    ("weiß nicht", "de", "not_sure"),
    ("はい", "ja", "yes"),
    ("아니요", "ko", "no"),
    ("не знаю", "ru", "not_sure"),
    ("نعم", "ar", "yes"),
    ("ไม่แน่ใจ", "th", "not_sure"),
    ("haan ji", "hi", "yes"),
    ("opo", "tl", "yes"),
]


@pytest.mark.parametrize(("code", "message", "tier"), URGENT)
def test_urgent(code: str, message: str, tier: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.outcome, assessment.tier) == (code, "urgent", tier)


@pytest.mark.parametrize(("code", "message"), HARMLESS)
def test_harmless(code: str, message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.outcome) == (code, "none")
    assert not assessment.symptoms


@pytest.mark.parametrize(("code", "message", "symptoms"), ASKED)
def test_asked_about(
    code: str, message: str, symptoms: tuple[str, ...], settings: SafetySettings
) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.outcome) == (code, "check")
    assert assessment.symptoms == symptoms


@pytest.mark.parametrize(("code", "message"), AFRAID_TO_DIE)
def test_fear_of_death_is_no_wish_to_die(code: str, message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.outcome, assessment.symptoms) == (code, "none", ())


@pytest.mark.parametrize("message", AFRAID_AND_SUICIDAL)
def test_a_wish_to_die_beside_fear_stays_one(message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert assessment.crisis
    assert assessment.outcome in ("urgent", "check")


@pytest.mark.parametrize(("message", "code", "answer"), ANSWERS)
def test_answers(message: str, code: str, answer: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.answer, assessment.outcome) == (code, answer, "none")


@pytest.mark.parametrize("message", ["no", "yes", "ok", "sure", "so", "ha ha", "na"])
def test_english_answers_stay_english(message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.answer) == ("en", None)


@pytest.mark.parametrize("message", ["quiero morir", "ich will sterben", "死にたい", "muon chet"])
def test_thoughts_of_suicide_get_the_crisis_line(message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert assessment.crisis
    assert not assessment.emergency


def test_an_emergency_beside_them_comes_first(settings: SafetySettings) -> None:
    assessment = assess("quiero morir y no puedo respirar", settings)
    assert assessment.crisis
    assert assessment.emergency


@pytest.mark.parametrize(("code", "message", "tier"), URGENT)
def test_rules_alone_when_the_detector_is_missing(
    code: str, message: str, tier: str, settings: SafetySettings
) -> None:
    assert settings.languages is not None
    languages = replace(settings.languages, detector=None)
    assessment = assess(message, replace(settings, languages=languages))
    assert (assessment.language, assessment.outcome, assessment.tier) == (code, "urgent", tier)


def test_a_failure_leaves_the_message_to_the_english_rules(
    settings: SafetySettings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no puedo respirar")

    monkeypatch.setattr(module, "read_foreign", fail)
    with caplog.at_level(logging.ERROR):
        assessment = assess("no puedo respirar, temp 39.5", settings)
    assert assessment.language == "en"
    assert assessment.outcome == "urgent"
    assert "respirar" not in caplog.text


def test_every_language_has_enough_examples() -> None:
    lines = read_foreign_lines()
    for code in {line.language for line in lines}:
        own = [line.line for line in lines if line.language == code]
        assert sum(line.is_urgent for line in own) >= 60, code
        assert sum(line.label == "none" for line in own) >= 60, code


def test_no_example_is_a_development_message() -> None:
    """What anybody says in the same words ("I cannot breathe") is not measured with."""
    known = {plain(line.message) for line in dev_lines()}
    assert not [line for line in read_foreign_lines() if plain(line.message) in known]


def test_the_figures_do_not_fall(settings: SafetySettings) -> None:
    kept = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    now = watched(judged_by(settings))
    for name, percent in kept.items():
        if name.startswith("must not alarm"):
            assert now[name] <= percent + 1, name
        else:
            assert now[name] >= percent - 1, name
