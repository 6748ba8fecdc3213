"""Thanks, goodbyes and what is said of a call, in other languages; a symptom beside them wins."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess

THANKS = [
    ("es", "muchas gracias doctora por todo"),
    ("fr", "Merci, bonne nuit"),
    ("de", "Danke!"),
    ("de", "Vielen Dank, tschüss"),
    ("it", "grazie mille, buonanotte"),
    ("pt", "obrigada 🙏"),
    ("nl", "dank u wel hoor"),
    ("pl", "dziękuję bardzo"),
    ("tr", "çok teşekkür ederim"),
    ("ru", "спасибо большое"),
    ("ar", "شكرا جزيلا"),
    ("hi", "shukriya ji"),
    ("hi", "बहुत बहुत धन्यवाद"),
    ("tl", "ok salamat"),
    ("vi", "cảm ơn bác sĩ nhiều"),
    ("zh", "谢谢你"),
    ("ja", "ありがとうございました"),
    ("ko", "감사합니다"),
    ("th", "ขอบคุณมากค่ะ"),
]
GOODBYES = [
    ("es", "adiós, hasta luego"),
    ("fr", "au revoir"),
    ("de", "auf Wiedersehen"),
    ("it", "arrivederci"),
    ("pt", "tchau"),
    ("nl", "tot ziens"),
    ("pl", "dobranoc"),
    ("tr", "hoşça kalın"),
    ("ru", "до свидания"),
    ("ar", "مع السلامة"),
    ("hi", "alvida"),
    ("tl", "paalam po"),
    ("vi", "tạm biệt"),
    ("zh", "再见"),
    ("ja", "おやすみなさい"),
    ("ko", "안녕히 계세요"),
    ("th", "ลาก่อน"),
]
NOBODY_ANSWERS = [
    ("es", "he llamado y no contesta nadie"),
    ("es", "nadie coge el teléfono"),
    ("es", "llevo dos horas llamando y no contestan"),
    ("fr", "personne ne répond au téléphone"),
    ("fr", "j'ai appelé, ça ne répond pas"),
    ("fr", "je n'arrive pas à les joindre"),
    ("de", "es geht keiner ran"),
    ("de", "niemand nimmt ab"),
    ("de", "ich erreiche niemanden"),
    ("it", "non risponde nessuno"),
    ("pt", "liguei e ninguém atende"),
    ("nl", "niemand neemt de telefoon op"),
    ("pl", "nikt nie odbiera"),
    ("pl", "nie mogę się dodzwonić do kliniki"),
    ("tr", "kimse telefonu açmıyor"),
    ("ru", "никто не берёт трубку"),
    ("ar", "محد يرد على التلفون"),
    ("hi", "koi phone nahi utha raha"),
    ("hi", "कोई फ़ोन नहीं उठा रहा"),
    ("tl", "walang sumasagot sa telepono"),
    ("vi", "không ai nghe máy"),
    ("zh", "没人接电话"),
    ("ja", "電話に誰も出ません"),
    ("ko", "전화를 안 받아요"),
    ("th", "โทรไปไม่มีใครรับ"),
]
HELP_IS_COMING = [
    ("es", "la ambulancia está en camino"),
    ("fr", "l'ambulance arrive"),
    ("de", "Der Krankenwagen ist unterwegs"),
    ("it", "l'ambulanza sta arrivando"),
    ("pt", "a ambulância já está a caminho"),
    ("nl", "de ambulance is onderweg"),
    ("pl", "karetka już jedzie"),
    ("tr", "ambulans yolda"),
    ("ru", "скорая едет"),
    ("ar", "الاسعاف في الطريق"),
    ("hi", "ambulance aa rahi hai"),
    ("tl", "papunta na ang ambulansya"),
    ("vi", "xe cứu thương đang đến"),
    ("zh", "救护车在路上了"),
    ("ja", "救急車が向かっています"),
    ("ko", "구급차가 오고 있어요"),
    ("th", "รถพยาบาลกำลังมา"),
]
HELP_IN_SHORT = [
    ("es", "ya llegaron"),
    ("fr", "ils sont en route, merci"),
    ("de", "die sind gleich da"),
    ("it", "stanno arrivando"),
    ("pt", "já liguei"),
    ("nl", "ze zijn onderweg"),
    ("pl", "już zadzwoniłam"),
    ("tr", "geliyorlar"),
    ("ru", "уже едут"),
    ("ar", "هم في الطريق"),
    ("hi", "वे आ रहे हैं"),
    ("zh", "他们快到了"),
    ("ja", "もう向かっています"),
    ("ko", "오고 있어요"),
    ("th", "กำลังมา"),
    ("vi", "đang trên đường"),
    ("tl", "papunta na sila"),
]
TABLES = {
    "thanks": THANKS,
    "goodbye": GOODBYES,
    "nobody_answers": NOBODY_ANSWERS,
    "help_is_coming": HELP_IS_COMING,
}
# Near to a remark, and none.
NO_REMARKS = [
    "ya vienen los dolores",
    "sie kommen nicht",
    "¿ya vienen?",
    "ils n'arrivent pas",
    "nadie responde mis preguntas sobre la dieta",
    "mi hijo no contesta mis mensajes",
    "personne ne répond à mes mails",
    "keiner beantwortet meine Fragen",
    "keiner holt mich ab",
    "la ambulancia no viene",
    "¿viene la ambulancia?",
    "wo ist der Krankenwagen",
    "gracias, ¿qué es la inmunoterapia?",
    "merci de m'expliquer la perfusion",
    "nobody answers the phone",
    "thanks",
    "bye bye",
    "ok",
]
# A symptom beside a remark is an alarm.
ALARMS = [
    "gracias pero me duele el pecho",
    "Danke, aber ich habe Brustschmerzen",
    "merci mais j'ai 39 de fièvre",
    "谢谢,我胸口痛",
    "ありがとう、でも息が苦しい",
    "la ambulancia viene pero no respira",
    "der Krankenwagen kommt aber sie ist bewusstlos",
    "nadie contesta y mi marido no respira",
    "keiner geht ran und ich habe 39 Fieber",
    # somebody who does not answer is no phone
    "mi padre no responde",
    "mein Mann reagiert nicht",
]


@pytest.mark.parametrize(
    ("remark", "code", "message"),
    [(remark, *row) for remark, rows in TABLES.items() for row in rows],
)
def test_remark(remark: str, code: str, message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.answer, assessment.outcome) == (code, remark, "none")


@pytest.mark.parametrize(("code", "message"), HELP_IN_SHORT)
def test_help_in_short(code: str, message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.answer) == (code, "help_is_coming")


@pytest.mark.parametrize("message", NO_REMARKS)
def test_no_remark(message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert assessment.answer is None
    assert assessment.outcome != "urgent"


@pytest.mark.parametrize("message", ALARMS)
def test_a_symptom_beside_it_is_judged(message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.answer, assessment.outcome) == (None, "urgent")


def test_every_language_knows_every_remark() -> None:
    for rows in (*TABLES.values(), HELP_IN_SHORT):
        assert len({code for code, _ in rows}) == 17
