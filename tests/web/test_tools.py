"""What can be done with an answer: say whether it helped, hear it read aloud."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.chat import ANSWER, CHECK, EMERGENCY, Chat, reply
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

# Speaks without a voice: writes down what was to be said.
_FAKE_SPEECH = """
  window.spoken = [];
  const voice = (lang, localService) => ({ lang, localService, name: lang });
  const speech = {
    voices: [voice("en-US", false), voice("en-GB", true), voice("es-ES", true)],
    getVoices() { return this.voices; },
    speak(said) { window.spoken.push([said.text, said.lang, said.voice && said.voice.lang]); },
    cancel() { window.spoken.push("stopped"); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.fixture
def chat(new_stand_in_chat: NewChat) -> Chat:
    return new_stand_in_chat()


def asked(chat: Chat, stand_in: StandIn, *replies: dict[str, Any]) -> None:
    stand_in.replies = [list(replies)]
    chat.open().ask("hello")


def test_thumbs_tell_the_server_once(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, {**ANSWER, "topics": ["effects/rash", "effects/itch"]})
    headers: list[dict[str, str]] = []

    def note(request: Any) -> None:
        if request.url.endswith("/feedback"):
            headers.append(request.headers)

    chat.page.on("request", note)
    for _ in range(2):
        chat.button("This did not help").click(force=True)
    status = chat.page.get_by_role("status").filter(has_text="Thank you for telling us.")
    expect(status).to_be_visible()
    expect(chat.button("This did not help")).to_have_attribute("aria-pressed", "true")
    assert stand_in.feedback == [{"topic": "effects/rash", "helpful": False}]
    assert headers[0]["authorization"] == "Bearer a-token"


def test_thumbs_stand_under_answers_alone(chat: Chat, stand_in: StandIn) -> None:
    asked(chat, stand_in, CHECK, reply("You are welcome.", kind="smalltalk"), EMERGENCY)
    expect(chat.button("This helped")).to_have_count(0)


def test_thumbs_go_for_good_where_the_server_takes_no_feedback(
    chat: Chat, stand_in: StandIn
) -> None:
    stand_in.feedback_status = 404
    asked(chat, stand_in, ANSWER)
    chat.ask("And then?")
    chat.button("This helped").last.click()
    expect(chat.button("This helped")).to_have_count(0)
    chat.ask("And then?")
    chat.page.reload()
    chat.ask("And then?")
    expect(chat.button("This helped")).to_have_count(0)


def test_a_thumb_that_could_not_be_sent_can_be_pressed_again(chat: Chat, stand_in: StandIn) -> None:
    stand_in.feedback_status = 500
    asked(chat, stand_in, ANSWER)
    chat.button("This helped").click()
    expect(chat.page.get_by_role("status").filter(has_text="Not sent")).to_be_visible()
    stand_in.feedback_status = 204
    chat.button("This helped").click()
    expect(chat.button("This helped")).to_have_attribute("aria-pressed", "true")
    assert len(stand_in.feedback) == 2


def spoken(page: Page) -> list[Any]:
    return list(page.evaluate("() => window.spoken"))


@pytest.mark.parametrize(("language", "voice"), [(None, "en-GB"), ("es", "es-ES")])
def test_an_answer_is_read_aloud_by_a_voice_of_the_device(
    new_stand_in_chat: NewChat, stand_in: StandIn, language: str | None, voice: str
) -> None:
    chat = new_stand_in_chat(path="")
    chat.page.add_init_script(_FAKE_SPEECH)
    chat.visit("/webhooks/web/")
    asked(chat, stand_in, {**ANSWER, **({"language": language} if language else {})})
    assert spoken(chat.page) == []
    chat.button("Read aloud").click()
    assert spoken(chat.page) == [["An answer.", language or "en", voice]]
    expect(chat.button("Read aloud")).to_have_attribute("aria-pressed", "true")
    chat.button("Read aloud").click()
    assert spoken(chat.page)[-1] == "stopped"
    expect(chat.button("Read aloud")).to_have_attribute("aria-pressed", "false")
    chat.button("Read aloud").click()
    chat.button("Close the chat").click()
    assert spoken(chat.page)[-1] == "stopped"


def test_words_are_not_sent_to_a_companys_voice(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(path="")
    chat.page.add_init_script(_FAKE_SPEECH + "speech.voices.splice(1, 2);")
    chat.visit("/webhooks/web/")
    asked(chat, stand_in, ANSWER)
    chat.button("Read aloud").click()
    expect(chat.page.get_by_role("status").filter(has_text="no voice of its own")).to_be_visible()
    assert spoken(chat.page) == []


def test_without_speech_there_is_nothing_to_press(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(path="")
    chat.page.add_init_script("delete window.speechSynthesis;")
    chat.visit("/webhooks/web/")
    asked(chat, stand_in, ANSWER)
    expect(chat.button("This helped")).to_be_visible()
    expect(chat.button("Read aloud")).to_have_count(0)


def test_the_tools_of_an_answer_are_not_read_with_it(chat: Chat, stand_in: StandIn) -> None:
    chat.open().record_announcements()
    stand_in.replies = [[ANSWER]]
    chat.ask("hello")
    assert all("Read aloud" not in message["text"] for message in chat.announced())
    tools = chat.page.get_by_role("group", name="This answer")
    expect(tools).to_have_attribute("aria-live", "off")
    for name in ("This did not help", "This helped", "Read aloud"):
        chat.page.keyboard.press("Shift+Tab")
        expect(chat.button(name)).to_be_focused()
