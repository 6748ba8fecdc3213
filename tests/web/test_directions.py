"""Numbers among right-to-left words: where each character stands on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from bot.content.languages import said_in
from bot.content.response_book import words_of
from tests.web.chat import CALL_NOW, Chat
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

ARABIC = "اتصل الآن بفريق الرعاية: 555-0100. يجب فحص هذا فورًا. إذا لم يرد أحد، فاتصل بالرقم 911."
# What the eye reads: the characters of one line, ordered by where their boxes begin.
_SEEN = """node => {
  const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (text.nextNode())
    for (let at = 0; at < text.currentNode.length; at++) {
      const range = document.createRange();
      range.setStart(text.currentNode, at);
      range.setEnd(text.currentNode, at + 1);
      const { left, width } = range.getBoundingClientRect();
      if (width) boxes.push([left, range.toString()]);
    }
  return boxes.sort(([one], [other]) => one - other).map(([, character]) => character).join("");
}"""


@pytest.fixture
def chat(new_stand_in_chat: NewChat) -> Chat:
    return new_stand_in_chat()


def seen(node: Locator) -> str:
    return str(node.evaluate(_SEEN))


@pytest.mark.parametrize("mark", ["", "\u200e"], ids=["bare", "as the server marks it"])
def test_a_number_is_read_from_left_to_right_in_arabic(
    chat: Chat, stand_in: StandIn, mark: str
) -> None:
    text = ARABIC.replace("555-0100", f"{mark}555-0100{mark}")
    stand_in.replies = [[{**CALL_NOW, "text": f"Now.\n{text}", "language": "ar"}]]
    chat.open().ask("حرارتي 39.2")
    link = chat.urgent.locator('.words a[href="tel:5550100"]')
    assert seen(link) == "555-0100"
    assert link.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"


def test_the_eye_of_this_test_sees_a_number_that_is_the_wrong_way_round(
    chat: Chat, stand_in: StandIn
) -> None:
    stand_in.replies = [[{**CALL_NOW, "text": f"Now.\n{ARABIC}", "language": "ar"}]]
    chat.open().ask("حرارتي 39.2")
    link = chat.urgent.locator('.words a[href="tel:5550100"]')
    link.evaluate("node => node.removeAttribute('dir')")
    assert seen(link) == "0100-555"


@pytest.mark.parametrize("phone", ["555-0100", "+44 20 7946 0000", "(555) 010-0100", "116 123"])
def test_plain_text_for_messengers_reads_from_left_to_right(
    chat: Chat, stand_in: StandIn, phone: str
) -> None:
    """The browser lays plain text out as phones do: by Unicode's rules alone."""
    words = {**words_of(stand_in.clinic), "care_team_phone": phone}
    metadata = {"kind": "red_flag", "urgency": "call_now", "calls": [phone]}
    message = said_in("ar", "utter_call_care_team", {"text": "", "metadata": metadata}, words)
    assert phone in message["text"]
    chat.page.set_content('<p dir="auto" style="white-space: nowrap"></p>')
    line = chat.page.locator("p")
    line.evaluate("(node, text) => { node.textContent = text; }", message["text"])
    assert phone in seen(line)
    bare = message["text"].replace("\u200e", "")
    line.evaluate("(node, text) => { node.textContent = text; }", bare)
    if phone != "116 123":
        assert phone not in seen(line), "the marks do it"


def test_a_number_on_paper_is_read_from_left_to_right(chat: Chat, stand_in: StandIn) -> None:
    stand_in.replies = [[{**CALL_NOW, "text": f"Now.\n{ARABIC}", "language": "ar"}]]
    chat.open().ask("حرارتي 39.2")
    chat.page.evaluate("() => { window.print = () => {}; }")
    chat.option("Print or save this conversation")
    chat.page.emulate_media(media="print")
    link = chat.page.locator('.transcript a[href="tel:5550100"]').last
    expect(link).to_be_visible()
    assert seen(link) == "555-0100"
