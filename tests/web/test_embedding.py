"""What a webmaster relies on: modules, pages that change themselves, styles, events, one chat."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.servers import Website
from tests.web.chat import ANSWER, EMERGENCY, PHONE
from tests.web.conftest import NewChat
from tests.web.stand_in import StandIn

REMOVE = "() => document.querySelector('immunotherapy-assistant').remove()"
INERT = "() => [...document.querySelectorAll('*')].filter((node) => node.inert).length"


def page_with(script: str, body: str = "<main><h1>A clinic</h1></main>") -> str:
    return (
        "<!doctype html><html lang=en><head><title>A clinic</title>"
        '<meta name="viewport" content="width=device-width">'
        f"{script}</head><body>{body}</body></html>"
    )


def widget_tag(stand_in: StandIn, attributes: str = "defer") -> str:
    return f'<script src="{stand_in.address}/webhooks/web/widget.js" {attributes}></script>'


def test_removed_while_it_fills_a_phone_it_leaves_no_page_out_of_reach(
    new_stand_in_chat: NewChat,
) -> None:
    chat = new_stand_in_chat(**PHONE)
    chat.open()
    assert chat.page.evaluate(INERT) > 0
    chat.page.evaluate(REMOVE)
    assert chat.page.evaluate(INERT) == 0
    chat.page.set_viewport_size({"width": 400, "height": 800})
    chat.page.go_back()
    assert chat.page.evaluate(INERT) == 0


def test_moved_on_the_page_it_goes_on(new_stand_in_chat: NewChat) -> None:
    chat = new_stand_in_chat()
    chat.open().ask("hello")
    chat.page.evaluate(
        "() => document.body.prepend(document.querySelector('immunotherapy-assistant'))"
    )
    expect(chat.panel).to_be_visible()
    expect(chat.own).to_have_count(1)
    sent = chat.count_messages_sent()
    chat.page.context.set_offline(True)
    chat.write("And then?")
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(3)
    assert len(sent) == 1, "it listens once"


@pytest.mark.parametrize(
    "replace",
    [
        "() => { document.body.innerHTML = '<main><h1>Another page</h1></main>'; }",
        "() => { const body = document.createElement('body');"
        " body.innerHTML = '<h1>Another page</h1>'; document.body.replaceWith(body); }",
        "() => document.body.replaceChildren(document.createElement('main'))",
    ],
    ids=["emptied", "replaced", "children"],
)
@pytest.mark.parametrize("twice", [False, True])
def test_it_comes_back_where_a_page_replaces_its_body(
    new_stand_in_chat: NewChat, replace: str, twice: bool
) -> None:
    chat = new_stand_in_chat()
    chat.open().ask("hello")
    for _ in range(1 + twice):
        chat.page.evaluate(replace)
        expect(chat.launcher).to_be_visible()
    expect(chat.own).to_have_count(1)
    chat.ask("And then?")
    expect(chat.page.locator("immunotherapy-assistant")).to_have_count(1)


def test_removed_on_purpose_it_stays_away(new_stand_in_chat: NewChat) -> None:
    chat = new_stand_in_chat()
    chat.page.evaluate(REMOVE)
    chat.page.evaluate("() => document.querySelector('main').remove()")
    chat.page.wait_for_timeout(100)
    expect(chat.page.locator("immunotherapy-assistant")).to_have_count(0)


@pytest.mark.parametrize("attributes", ['type="module"', 'type="module" crossorigin', "defer"])
def test_as_a_module(
    new_stand_in_chat: NewChat, stand_in: StandIn, clinic_site: Website, attributes: str
) -> None:
    stand_in.allowed.add(clinic_site.address)
    clinic_site.headers = {}
    tag = widget_tag(stand_in, f'{attributes} data-clinic="Riverside"')
    clinic_site.pages["/module"] = page_with(tag)
    chat = new_stand_in_chat(path="")
    chat.visit(f"{clinic_site.address}/module")
    chat.open().ask("hello")
    expect(chat.answers.last).to_contain_text("An answer.")
    expect(chat.panel).to_contain_text("Riverside")


def test_two_elements_show_one_chat(new_stand_in_chat: NewChat, stand_in: StandIn) -> None:
    chat = new_stand_in_chat(path="")
    element = "<immunotherapy-assistant><p>Call 911.</p></immunotherapy-assistant>"
    page = page_with('<script src="widget.js" defer></script>', element * 2)
    chat.page.route("**/two", lambda route: route.fulfill(content_type="text/html", body=page))
    chat.page.goto(f"{stand_in.address}/webhooks/web/two")
    expect(chat.launcher).to_have_count(1)
    expect(chat.page.get_by_text("Call 911.").first).to_be_hidden()
    expect(chat.page.get_by_text("Call 911.").last).to_be_hidden()
    chat.page.evaluate(REMOVE)
    expect(chat.launcher).to_have_count(1)
    chat.open().ask("hello")


def test_the_pages_styles_stay_outside(new_stand_in_chat: NewChat, stand_in: StandIn) -> None:
    chat = new_stand_in_chat(path="")
    style = (
        "<style>* { text-transform: uppercase; letter-spacing: 9px; font-style: italic;"
        " color: red !important; text-align: center; line-height: 3; visibility: hidden;"
        " white-space: pre; word-spacing: 20px; text-indent: 40px; cursor: wait }</style>"
    )
    page = page_with(f'{style}<script src="widget.js" defer></script>')
    chat.page.route("**/styled", lambda route: route.fulfill(content_type="text/html", body=page))
    chat.page.goto(f"{stand_in.address}/webhooks/web/styled")
    chat.open().ask("hello")
    names = (
        "textTransform letterSpacing fontStyle color textAlign lineHeight visibility whiteSpace "
        "wordSpacing textIndent cursor"
    )
    get = f"node => '{names}'.split(' ').map(name => getComputedStyle(node)[name])"
    styled = chat.answers.last.locator(".text").evaluate(get)
    plain = new_stand_in_chat()
    plain.open().ask("hello")
    assert styled == plain.answers.last.locator(".text").evaluate(get)


def test_a_site_that_is_not_allowed_gets_a_hint_and_no_retry(
    new_stand_in_chat: NewChat, stand_in: StandIn, clinic_site: Website
) -> None:
    clinic_site.headers = {}
    clinic_site.pages["/foreign"] = page_with(widget_tag(stand_in))
    chat = new_stand_in_chat(path="")
    complaints: list[str] = []
    chat.page.on("console", lambda message: complaints.append(message.text))
    chat.visit(f"{clinic_site.address}/foreign")
    chat.open().ask("hello")
    expect(chat.failure).to_contain_text("The assistant cannot answer on this page.")
    expect(chat.failure.locator('a.call[href="tel:911"]')).to_be_visible()
    expect(chat.button("Retry")).to_have_count(0)
    hints = [line for line in complaints if "allowed_origins" in line]
    assert hints
    assert f'allowed_origins: ["{clinic_site.address}"]' in hints[0]
    assert "clinic.yml" in hints[0]
    assert chat.kept()["pending"] == [], "nothing waits for ever"


def test_a_refusal_that_can_be_read_gets_the_same_hint(new_stand_in_chat: NewChat) -> None:
    chat = new_stand_in_chat()
    complaints: list[str] = []
    chat.page.on("console", lambda message: complaints.append(message.text))
    body = '{"error": {"code": "foreign_origin"}}'
    chat.page.route("**/session", lambda route: route.fulfill(status=403, body=body))
    chat.open().ask("hello")
    expect(chat.failure).to_contain_text("The assistant cannot answer on this page.")
    expect(chat.button("Retry")).to_have_count(0)
    assert any("allowed_origins" in line for line in complaints)


def test_an_allowed_site_whose_server_is_down_may_retry(
    new_stand_in_chat: NewChat, stand_in: StandIn, clinic_site: Website
) -> None:
    stand_in.allowed.add(clinic_site.address)
    clinic_site.headers = {}
    clinic_site.pages["/down"] = page_with(widget_tag(stand_in))
    chat = new_stand_in_chat(path="")
    chat.visit(f"{clinic_site.address}/down")
    chat.page.route("**/webhooks/web/*", lambda route: route.abort("connectionrefused"))
    chat.open().ask("hello")
    expect(chat.button("Retry")).to_be_visible()
    chat.page.unroute("**/webhooks/web/*")
    chat.button("Retry").click()
    expect(chat.answers.last).to_contain_text("An answer.")


def test_events_tell_the_page_and_carry_no_word(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat()
    chat.page.evaluate("""() => {
      window.heard = [];
      for (const name of ["open", "close", "urgent"])
        addEventListener(`immuno:${name}`, ({ type, detail }) => heard.push([type, detail]));
    }""")
    stand_in.replies = [[ANSWER], [EMERGENCY]]
    chat.open().ask("hello")
    chat.ask("I cannot breathe")
    chat.button("Close the chat").click()
    assert chat.page.evaluate("() => window.heard") == [
        ["immuno:open", None],
        ["immuno:urgent", None],
        ["immuno:close", None],
    ]


def test_a_language_that_is_none_changes_nothing(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    chat = new_stand_in_chat(path="")
    page = page_with('<script src="widget.js" data-lang="English!" defer></script>')
    chat.page.route("**/lang", lambda route: route.fulfill(content_type="text/html", body=page))
    chat.page.goto(f"{stand_in.address}/webhooks/web/lang")
    chat.open().ask("hello")
    expect(chat.page.locator(".assistant")).to_have_attribute("lang", "en")


def test_a_number_with_a_zero_in_brackets_dials(
    new_stand_in_chat: NewChat, stand_in: StandIn
) -> None:
    team = stand_in.clinic.care_team.copy(update={"phone": "+44 (0)20 7946 0000"})
    stand_in.clinic = stand_in.clinic.copy(update={"care_team": team})
    chat = new_stand_in_chat()
    dialled = "tel:+442079460000"
    for link in chat.page.get_by_role("link", name="+44 (0)20 7946 0000").all():
        assert link.get_attribute("href") == dialled, "the demo page"
    link = chat.page.get_by_role("link", name="Call your care team")
    assert link.get_attribute("href") == dialled
    chat.open()
    notice = chat.page.locator("#notice a").last
    expect(notice).to_have_attribute("href", dialled)
    expect(notice).to_contain_text("+44 (0)20 7946 0000")
