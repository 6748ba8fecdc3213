"""Markup stays text, links go where they may, strict policies hold, foreign sites are refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.servers import Website
from tests.web.chat import RED_FLAG, URGENT, Chat, reply
from tests.web.conftest import NewChat

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    "<a href='javascript:window.hacked=1'>click</a> &amp; {{7*7}}"
)
_WATCH = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def assert_harmless(chat: Chat) -> None:
    expect(chat.log.locator("img, script, iframe")).to_have_count(0)
    assert chat.page.evaluate("() => window.hacked") is None


def test_markup_of_the_patient_stays_text_also_after_a_reload(chat: Chat) -> None:
    chat.open().ask(HOSTILE)
    expect(chat.own.locator(".text")).to_have_text(HOSTILE)
    chat.page.reload()
    expect(chat.own.locator(".text")).to_have_text(HOSTILE)
    expect(chat.own.locator("a")).to_have_count(0)
    assert_harmless(chat)


def test_markup_of_the_assistant_stays_text(chat: Chat) -> None:
    buttons = [{"title": HOSTILE, "payload": HOSTILE}]
    chat.answer_with(
        reply(HOSTILE, source=HOSTILE, buttons=buttons, kind=HOSTILE),
        {**URGENT, "text": HOSTILE, "calls": [HOSTILE]},
    )
    chat.open().ask("hello")
    expect(chat.answers.nth(1).locator(".text")).to_have_text(HOSTILE)
    expect(chat.urgent.locator(".words .text")).to_have_text(HOSTILE)
    chat.page.get_by_role("button", name=HOSTILE).click()
    assert_harmless(chat)


def test_links_go_to_https_tel_and_mailto_only(chat: Chat) -> None:
    chat.answer_with(
        reply(
            "See https://www.cancer.gov/a?b=c. Write to care@clinic.example, call 911 or 555-0100. "
            "Not http://plain.example, javascript:alert(1), data:text/html,x, ftp://x.example, "
            "file:///etc/passwd, 9111 or 1555-01002."
        )
    )
    answer = chat.open().ask("hello")
    links = answer.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert links == [
        "https://www.cancer.gov/a?b=c",
        "mailto:care@clinic.example",
        "tel:911",
        "tel:5550100",
    ]
    outside = answer.locator('a[href^="https:"]')
    expect(outside).to_have_attribute("rel", "noopener noreferrer")


def test_no_violation_of_the_policy_on_the_demo_page(new_chat: NewChat) -> None:
    chat = new_chat(path="")
    chat.page.add_init_script(_WATCH)
    complaints: list[str] = []
    chat.page.on("console", lambda message: complaints.append(message.text))
    answer = chat.page.goto(f"{chat.assistant}/webhooks/web/")
    assert answer is not None
    assert answer.headers["content-security-policy"].startswith(POLICY)
    chat.page.evaluate("() => { window.print = () => {}; }")
    chat.open().ask("rash")
    chat.ask(RED_FLAG)
    chat.ask("hello\nthere")
    chat.option("Print or save this conversation")
    chat.page.set_viewport_size({"width": 390, "height": 844})
    chat.button("Delete conversation").click()
    chat.button("Yes, delete it").click()
    expect(chat.own).to_have_count(0)
    assert chat.page.evaluate("() => window.violations") == []
    assert complaints == []


def test_it_needs_nobody_who_turns_texts_into_markup(chat: Chat) -> None:
    policy = f"{POLICY}; require-trusted-types-for 'script'; trusted-types 'none'"

    def with_trusted_types(route):  # type: ignore[no-untyped-def]
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    chat.page.add_init_script(_WATCH)
    chat.page.route("**/webhooks/web/", with_trusted_types)
    chat.page.reload()
    chat.page.evaluate("() => { window.print = () => {}; }")
    chat.open().ask(RED_FLAG)
    chat.ask("rash")
    chat.option("Print or save this conversation")
    assert chat.page.evaluate("() => window.violations") == []


def page_with_widget(assistant: str, attributes: str = "") -> str:
    script = f"{assistant}/webhooks/web/widget.js"
    return f"""<!doctype html><html lang="en"><head><title>A clinic</title>
      <script src="{script}" data-clinic="Riverside Clinic" {attributes} defer></script></head>
      <body><main><h1>A clinic</h1></main></body></html>"""


def test_one_line_on_a_site_that_the_clinic_allows(
    new_chat: NewChat, clinic_site: Website, assistant_address: str
) -> None:
    clinic_site.headers = {
        "Content-Security-Policy": f"default-src 'none'; script-src {assistant_address}; "
        f"style-src 'self'; connect-src {assistant_address}"
    }
    clinic_site.pages["/visit"] = page_with_widget(assistant_address)
    chat = new_chat(path="")
    chat.page.add_init_script(_WATCH)
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.visit(f"{clinic_site.address}/visit")
    chat.open().ask("How does immunotherapy work?")
    expect(chat.answers.last).to_contain_text("immune system")
    expect(chat.panel).to_contain_text("Riverside Clinic")
    chat.page.reload()
    expect(chat.own).to_have_count(1)
    chat.option("Delete conversation")
    chat.button("Yes, delete it").click()
    expect(chat.own).to_have_count(0)
    assert chat.page.evaluate("() => window.violations") == []
    own = (clinic_site.address, assistant_address)
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.mark.parametrize("path", ["session", "message", "messages"])
def test_a_site_that_the_clinic_does_not_allow_is_refused(
    new_chat: NewChat, assistant_address: str, path: str
) -> None:
    with Website().serving() as stranger:
        stranger.pages["/"] = "<!doctype html><title>Else</title>"
        page = new_chat(path="").page
        page.goto(stranger.address)
        method = "GET" if path == "messages" else "POST"
        for headers in ("{}", '{ Authorization: "Bearer x", "Content-Type": "application/json" }'):
            outcome = page.evaluate(
                f"""() => fetch("{assistant_address}/webhooks/web/{path}", {{
                  method: "{method}", headers: {headers} }})
                  .then((answer) => answer.status, () => "refused")"""
            )
            assert outcome == "refused"
