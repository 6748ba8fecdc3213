"""How messages of other languages are meant: idioms, laughter, films, what is over, what is not."""

from __future__ import annotations

import pytest

from bot.content.language_files import LanguageBook
from bot.safety import RedFlagKnowledge, SafetySettings, assess
from bot.safety.languages.plain import plain
from bot.safety.languages.reading import read_foreign
from bot.safety.languages.tone import read_tone

KINDS = [
    ("es", "me muero de risa con ese video", "figurative"),
    ("pt", "quase tive um infarto quando vi a conta", "figurative"),
    ("fr", "je meurs de chaud dans cette salle", "figurative"),
    ("it", "questo esame mi uccide", "figurative"),
    ("de", "krieg keine luft mehr vor lachen", "figurative"),
    ("ru", "чуть инфаркт не схватил когда увидел счёт", "figurative"),
    ("tr", "gülmekten öldüm", "figurative"),
    ("ar", "متت من الضحك", "figurative"),
    ("th", "ร้อนจะตายอยู่แล้ว", "figurative"),
    ("zh", "偶像太可爱了我不能呼吸了", "figurative"),
    ("es", "tengo miedo de morir", "fear"),
    ("ko", "죽을까 봐 무서워요", "fear"),
    ("pt", "kkkk que susto", "laughing"),
    ("ja", "びっくりしたwww", "laughing"),
    ("ko", "ㅋㅋㅋ 웃기다", "laughing"),
    ("th", "555 สนุกดี", "laughing"),
    ("ar", "ههههه حلو", "laughing"),
    ("nl", "wat een dag 😂", "laughing"),
    ("es", "en la película se desmaya", "media"),
    ("ja", "映画で主人公が倒れた", "media"),
    ("pl", "teraz boli", "now"),
    ("hi", "ab sab theek hai", "well"),
    ("zh", "不发烧但是难受", "but"),
]
# Near to a cue, and none.
NO_KINDS = [
    ("es", "me muero de dolor", "figurative"),
    ("es", "me desmayé en el bingo", "figurative"),
    ("es", "no puedo respirar", "figurative"),
    ("pt", "acho que é um infarto", "figurative"),
    ("de", "ich sterbe", "figurative"),
    ("nl", "ik denk dat ik een hartaanval heb", "figurative"),
    ("ru", "кажется у меня инфаркт", "figurative"),
    ("ko", "심장마비 온 것 같아요", "figurative"),
    ("zh", "我可能心梗了", "figurative"),
    ("es", "no tengo miedo de morir", "fear"),
    ("es", "tengo miedo, quiero morir", "fear"),
    ("zh", "喘不过气", "but"),
    ("vi", "tôi không thở được", "laughing"),
    ("es", "después de la película me duele", "media"),
    ("hi", "film ke baad dard hua", "media"),
    ("pl", "teraz wszystko dobrze", "now"),
    ("de", "jetzt geht es mir gut", "now"),
]
NOTHING = [
    "casi me da un infarto cuando vi la cuenta del hospital jaja",
    "mi tío tuvo un infarto en el 98 y hoy juega bolos todos los días",
    "no tengo fiebre ni dolor de pecho ni diarrea, todo bien",
    "desmaiei de alegria no bingo rsrs",
    "dans le film le héros s'évanouit",
    "als kleines kind hatte ich krampfanfälle, alles längst vorbei",
    "toen ik 7 was viel ik vaak flauw, nu niet meer",
    "serce mi stanęło jak zgubiłem telefon 😂",
    "в игре внука человечек весь в крови лол",
    "filmde kahraman bayılıyor ve uyanmıyor",
    "ri tanto com minha cunhada que fiquei sem ar kkkk",
    "hab so gelacht mit meiner schwägerin dass ich keine luft mehr bekam haha",
    "和嫂子笑得喘不过气哈哈",
    "推しが尊すぎて息できない",
    "할머니 2003년에 뇌졸중 왔는데 아직도 춤추셔",
    "在看一个大家都吐血的剧好恶心",
]
# Laughter, films, old illness or a denial beside it: still urgent, or asked about.
HEARD = [
    "lol pero en serio no puedo respirar",
    "jaja ayer me desmayé dos veces",
    "jaja me desmayé en el bingo",
    "jajaja no paro de reír y se me torció la boca",
    "estaba bailando y se desplomó, no despierta mi mamá",
    "hace 2 años tuve un infarto y ahora me aprieta el pecho otra vez",
    "no tengo tos ni fiebre, solo que vomito sangre",
    "el calor me está matando tengo 39 de fiebre",
    "depois do filme começou a doer o peito",
    "je meurs de mal de ventre c'est horrible",
    "haha lache vor nervosität, mein herz rast und ich krieg schlecht luft",
    "geen hoest geen koorts, alleen bloed gebraakt",
    "температуры нет но задыхаюсь",
    "не могу дышать ахаха",
    "夫が映画見てたら倒れて起きない",
    "ㅋㅋ 근데 진심 숨이 안 쉬어져",
    "不发烧但是呼吸困难",
    "khong sot nhung kho tho",
]
STILL_URGENT = [
    "me tomé todas las pastillas jaja",
    "jaja quiero morir, ya tengo la soga",
    "haha ich will sterben, die tabletten liegen hier",
    "tengo 38.7 de fiebre lol",
    "febre 38,9 kkk",
    "熱38.9ある笑",
    "발열 38.9도 ㅋㅋ",
]


@pytest.mark.parametrize(("code", "message", "kind"), KINDS)
def test_the_kind_is_read(code: str, message: str, kind: str, book: LanguageBook) -> None:
    assert kind in read_tone(message, plain(message), book.languages[code]).kinds


@pytest.mark.parametrize(("code", "message", "kind"), NO_KINDS)
def test_the_kind_is_not_read(code: str, message: str, kind: str, book: LanguageBook) -> None:
    assert kind not in read_tone(message, plain(message), book.languages[code]).kinds


def test_an_idiom_hides_only_itself(book: LanguageBook, knowledge: RedFlagKnowledge) -> None:
    message = "casi me da un infarto cuando vi la cuenta y ahora me duele el pecho"
    reading = read_foreign(message, book.languages["es"], knowledge.symptoms)
    assert "chest_pain" in {finding.symptom for finding in reading.findings if finding.counts}


def test_what_a_character_of_a_film_does_does_not_count(
    book: LanguageBook, knowledge: RedFlagKnowledge
) -> None:
    message = "en la película el protagonista se desmaya"
    reading = read_foreign(message, book.languages["es"], knowledge.symptoms)
    assert {finding.reason for finding in reading.findings} == {"media"}


@pytest.mark.parametrize("message", NOTHING)
def test_nobody_is_alarmed(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome == "none"


@pytest.mark.parametrize("message", HEARD)
def test_it_is_urgent_or_asked(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome != "none"


@pytest.mark.parametrize("message", STILL_URGENT)
def test_laughter_takes_nothing_from_it(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome == "urgent"
