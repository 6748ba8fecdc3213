"""What a clinic sets: colours, place, title, greeting, language; in clinic.yml or by attributes."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect
from pydantic import ValidationError

from bot.channels.web.pages import demo_page
from bot.channels.web.widget_script import urgent_words, widget_script, widget_settings
from bot.settings.clinic import Clinic, Web, load_clinic, read_yaml, widget_texts
from bot.settings.paths import RED_FLAG_DIR, ROOT, WEB_DIR
from tests.web.chat import Chat
from tests.web.conftest import NewChat

# Of it 6 kB are the words of other languages at which it alarms offline.
LARGEST_BYTES = 27_000
GREETING = "Hello. " * 60


@pytest.fixture(scope="module")
def clinic() -> Clinic:
    return load_clinic(ROOT / "clinic.yml")


def with_web(clinic: Clinic, **changes: Any) -> Clinic:
    return clinic.copy(update={"web": Web(**{**clinic.web.dict(), **changes})})


def test_the_widget_is_small(clinic: Clinic) -> None:
    script = widget_script(clinic, GREETING).encode()
    assert len(gzip.compress(script)) <= LARGEST_BYTES


def test_the_widget_uses_nobody_elses_server_and_makes_no_markup(clinic: Clinic) -> None:
    script = widget_script(clinic, GREETING)
    assert set(re.findall(r"https?://[\w.]+", script)) == {"http://www.w3.org"}, "SVG's name"
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in script


def test_every_text_of_the_widget_stands_in_one_place(clinic: Clinic) -> None:
    script = widget_script(clinic, GREETING).split("const STYLE", 1)[1]
    said = set(re.findall(r'say\(\s*"(\w+)"', script)) | set(re.findall(r'call\("(\w+)"', script))
    chosen = re.findall(r'say\([^()"]*(?:"user" )?\? "(\w+)" : "(\w+)"\)', script)
    said |= {key for keys in chosen for key in keys}
    unknown = said - widget_texts().keys()
    assert not unknown
    unused = {key for key in widget_texts() if f'"{key}"' not in script}
    assert not unused


def test_clinic_yml_sets_the_widget(clinic: Clinic) -> None:
    changed = with_web(
        clinic,
        title="Ask us",
        texts={"send": "Go", "failed": "Sorry: {care_team}."},
        colours={"main": "#6a1b9a"},
        position="left",
        theme="dark",
        language="de",
        direction="rtl",
        suggestions=["What now?"],
        max_message_characters=500,
        urgent_words=["fieber*"],
    )
    settings = widget_settings(changed, "Hi")
    assert settings["texts"]["title"] == "Ask us"
    assert settings["texts"]["send"] == "Go"
    assert settings["texts"]["retry"] == widget_texts()["retry"]
    assert settings["colours"]["main"] == "#6a1b9a"
    assert settings["phones"] == {"emergency": "911", "care_team": "555-0100", "crisis": "988"}
    assert settings["greeting"] == "Hi"
    assert settings["limit"] == 500
    assert settings["suggestions"] == ["What now?"]
    assert (settings["position"], settings["theme"]) == ("left", "dark")
    assert (settings["language"], settings["direction"]) == ("de", "rtl")
    assert "fieber*" in settings["urgent_words"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"texts": {"sned": "Go"}}, '"sned" is not a text of the widget'),
        ({"texts": {"send": "Go {fast}"}}, '"send": {fast} cannot be filled in here'),
        ({"colours": {"main": "red"}}, '"red" is not a colour'),
        ({"colours": {"other": "#000000"}}, "extra fields not permitted"),
        ({"theme": "blue"}, "unexpected value"),
        ({"position": "top"}, "unexpected value"),
        ({"direction": "up"}, "unexpected value"),
        ({"language": "English!"}, '"English!" should be the code of a language'),
    ],
)
def test_wrong_settings_are_named(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(reason)):
        Web(**wrong)


def test_settings_cannot_break_out_of_the_script(clinic: Clinic) -> None:
    script = widget_script(with_web(clinic, title='</script>";alert(1)//'), GREETING)
    assert "</script>" not in script
    assert json.dumps('\\u003c/script>";alert(1)//')[1:-1].replace("\\\\u", "\\u") in script


def test_the_clinics_name_cannot_break_the_demo_page(clinic: Clinic) -> None:
    page = demo_page(clinic.copy(update={"name": "A & <b>B</b>"}))
    assert "<title>Immunotherapy at A &amp; &lt;b&gt;B&lt;/b&gt;</title>" in page
    assert "{{" not in page


def test_every_red_flag_is_noticed_offline(clinic: Clinic) -> None:
    patterns = [
        re.compile(
            rf"(?<!\w){re.escape(word.rstrip('*'))}"
            + (r"\w*" if word.endswith("*") else "")
            + r"(?!\w)"
        )
        for word in urgent_words(clinic)
    ]
    for file in ("emergency.yml", "call_now.yml"):
        symptoms = read_yaml(RED_FLAG_DIR / file)
        assert isinstance(symptoms, list)
        for symptom in symptoms:
            for name in symptom.get("names", ()):
                text = f"I have {name.rstrip('*')} now"
                assert any(pattern.search(text) for pattern in patterns), (symptom["symptom"], name)


def test_the_files_of_the_widget_are_all_served(clinic: Clinic) -> None:
    script = widget_script(clinic, GREETING)
    for file in (WEB_DIR / "widget").glob("*.js"):
        name = re.search(r"^(?:class|function|const) (\w+)", file.read_text("utf-8"), re.MULTILINE)
        assert name is not None
        assert name[0] in script, file.name


def test_attributes_of_the_page(new_chat: NewChat, assistant_address: str) -> None:
    chat = new_chat(path="")
    attributes = (
        'data-title="Ask &lt;us&gt;" data-launcher="Questions?" data-clinic="Riverside" '
        'data-greeting="Good day." data-colour="#ffe082" data-theme="light" data-position="left" '
        'data-texts=\'{"send": "Go", "subtitle": "at {clinic}", "placeholder": 7}\''
    )
    # Served under the assistant's own address, so that the widget may ask.
    script = f'<script src="widget.js" {attributes} defer></script>'
    page = f'<!doctype html><html lang="en"><title>A page</title>{script}</html>'
    chat.page.route("**/own-page", lambda route: route.fulfill(content_type="text/html", body=page))
    chat.page.goto(f"{assistant_address}/webhooks/web/own-page")
    expect(chat.launcher).to_have_text("Questions?")
    chat.open()
    expect(chat.launcher).to_have_text("Close")
    expect(chat.panel.get_by_role("heading")).to_have_text("Ask <us>")
    expect(chat.panel.get_by_text("at Riverside")).to_be_visible()
    expect(chat.answers.first).to_contain_text("Good day.")
    expect(chat.button("Go")).to_be_visible()
    expect(chat.page.locator("#notice")).to_contain_text("911")
    box = chat.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    colours = chat.launcher.evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    )
    assert colours == ["rgb(255, 224, 130)", "rgb(0, 0, 0)"], "dark words on a light colour"


def test_attributes_that_make_no_sense_change_nothing(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.page.evaluate("""() => {
      document.querySelector("immunotherapy-assistant").remove();
      const element = document.createElement("immunotherapy-assistant");
      const wrong = { colour: "red;}", theme: "x", position: "x", dir: "x", texts: "{" };
      Object.assign(element.dataset, wrong);
      document.body.append(element);
    }""")
    chat.open()
    expect(chat.page.locator(".assistant")).to_have_attribute("dir", "ltr")
    expect(chat.button("Send")).to_be_visible()


def test_a_second_script_tag_adds_no_second_widget(chat: Chat) -> None:
    chat.page.evaluate("""() => new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = "widget.js";
      script.onload = resolve;
      document.body.append(script);
    })""")
    assert chat.page.locator("immunotherapy-assistant").count() == 1
