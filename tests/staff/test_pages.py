"""What each page shows, and what its forms do."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.content.editing import NewAnswer, version_of
from bot.store.database import Database, conversations_database, records_database, utc_now
from bot.store.records import FeedbackRow, Notice, RedFlagEvent, TurnRow, UnansweredQuestion
from bot.store.tables import messages
from tests.staff.client import Nurse
from tests.staff.project import NAME
from tests.staff.stand_in import StandIn

NOW = utc_now()
WHO = {"channel": "web", "conversation": "web-1"}
TOPIC = "skin/causes"
TITLE = "Why does immunotherapy cause a rash?"
TEXT = (
    "It is not your fault. The treatment wakes up your immune system, and this can make your "
    "skin sore and red.\nShow any rash to your care team the same day, so that it can be treated "
    "early: {care_team_phone}. Call at once if your skin blisters, peels or hurts."
)


@pytest.fixture
def records(staff_page: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The records of the page's process, which a test fills."""
    monkeypatch.setenv("BOT_RECORDS_URL", staff_page.records_url)
    monkeypatch.setenv("BOT_CONVERSATIONS_URL", staff_page.conversations_url)
    database = records_database()
    yield database
    database.dispose()
    conversations_database().dispose()


def add(records: Database, table: Any, **values: Any) -> int:
    with records.begin() as connection:
        row = {**WHO, "at": NOW, **values}
        return int(connection.execute(insert(table).values(**row)).inserted_primary_key[0])


def row_of(records: Database, table: Any, id_: int) -> Any:
    with records.begin() as connection:
        columns = table.__table__.columns
        return connection.execute(select(*columns).where(table.id == id_)).one()


def test_a_red_flag_is_dealt_with_once_with_a_note(nurse: Nurse, records: Database) -> None:
    flag = add(records, RedFlagEvent, tier="emergency", findings=["chest_pain"], milliseconds=120.0)
    content = {"time": NOW.isoformat(timespec="seconds") + "Z", "tier": "emergency"}
    with records.begin() as connection:
        notice = {"method": "email", "conversation": "web-1", "content": content, "tries": 3}
        connection.execute(insert(Notice).values(**notice, due=NOW, red_flag=flag))
    page = nurse.read("/staff/red-flags")
    assert "chest pain" in page
    assert "<dd>web-1</dd>" in page, "the conversation's id, for export and deletion"
    assert "0.12 s" in page
    assert "email: not sent yet, tried 3×" in page
    path = f"/staff/red-flags/{flag}"
    done = nurse.send("/staff/red-flags", path, note="Called <b>back</b>")
    assert "Marked as dealt with." in done.text
    assert f'id="flag-{flag}"' not in done.text
    row = row_of(records, RedFlagEvent, flag)
    assert (row.handled_by, row.note) == (NAME, "Called <b>back</b>")
    shown = nurse.get("/staff/red-flags?show=all").text
    assert f"Dealt with by {NAME}" in shown
    assert "Called &lt;b&gt;back&lt;/b&gt;" in shown
    again = nurse.send("/staff/red-flags", path, note="mine")
    assert "already dealt with" in again.text
    assert row_of(records, RedFlagEvent, flag).note == "Called <b>back</b>"


def test_like_questions_stand_together_and_become_examples(
    nurse: Nurse, records: Database, staff_page: StandIn
) -> None:
    first = "why do purple spots dance on my arm now"
    second = "why do purple spots dance on my leg now"
    ids = [add(records, UnansweredQuestion, text=text, offered=[TOPIC]) for text in (first, second)]
    other = add(records, UnansweredQuestion, text="May zebras vote?", offered=[])
    page = nurse.read("/staff/questions")
    assert page.index(f"“{first}”") < page.index("“May zebras vote?”"), "most asked first"
    assert "Asked 2×" in page
    assert f'name="topic" value="{TOPIC}">{TITLE}<' in page
    fields = {
        "take": "1", "text_0": first, "keys_0": f"unanswered-{ids[0]}",
        "text_1": "why do purple spots dance on me", "keys_1": f"unanswered-{ids[1]}",
    }  # fmt: skip
    done = html.unescape(
        nurse.send("/staff/questions", "/staff/questions/add", topic=TOPIC, **fields).text
    )
    assert f"Put under “{TITLE}”" in done
    assert ">+ why do purple spots dance on me<" in done
    examples = staff_page.editor.examples(TOPIC)
    assert "why do purple spots dance on me" in examples
    assert first not in examples, "it was not ticked"
    assert row_of(records, UnansweredQuestion, ids[1]).note == f"example of {TOPIC}"
    assert row_of(records, UnansweredQuestion, ids[0]).handled_at is None
    zebras = {"take": "0", "text_0": "May zebras vote?", "keys_0": f"unanswered-{other}"}
    done = nurse.read("/staff/questions")
    nurse.send("/staff/questions", "/staff/questions/not-for-us", **zebras)
    assert row_of(records, UnansweredQuestion, other).note == "not for the assistant"
    assert "zebras" not in nurse.read("/staff/questions")


def test_what_is_masked_must_be_changed_first(
    nurse: Nurse, records: Database, staff_page: StandIn
) -> None:
    id_ = add(records, UnansweredQuestion, text="I am [name], whose spots?", offered=[])
    fields = {"take": "0", "text_0": "I am [name], whose spots?", "keys_0": f"unanswered-{id_}"}
    for topic, reason in (
        (TOPIC, "were masked"), (TITLE.upper(), "were masked"), ("cause rash", "were masked"),
        ("", "Choose a topic first."), ("zzz", "No topic has “zzz”"), ("rash", "More than one"),
    ):  # fmt: skip
        answered = nurse.send(
            "/staff/questions", "/staff/questions/add", topic="", other_topic=topic, **fields
        )
        assert reason in answered.text
    assert row_of(records, UnansweredQuestion, id_).handled_at is None
    assert not any("[name]" in example for example in staff_page.editor.examples(TOPIC))


def test_a_red_flag_cannot_become_an_example(
    nurse: Nurse, records: Database, staff_page: StandIn
) -> None:
    text = "my chest is so tight, why"
    id_ = add(records, UnansweredQuestion, text=text, offered=[])
    fields = {"take": "0", "text_0": text, "keys_0": f"unanswered-{id_}"}
    path = f"/staff/content/{TOPIC}"
    for answered in (
        nurse.send("/staff/questions", "/staff/questions/add", topic=TOPIC, **fields),
        nurse.send(path, f"{path}/example", text=text),
    ):
        assert "The assistant sees a red flag in it" in answered.text
    assert text not in staff_page.editor.examples(TOPIC)
    assert row_of(records, UnansweredQuestion, id_).handled_at is None


def test_an_example_can_be_added_to_its_topic(nurse: Nurse, staff_page: StandIn) -> None:
    path = f"/staff/content/{TOPIC}"
    done = nurse.send(path, f"{path}/example", text="whose fault are the dots")
    assert "The assistant knows it after the next training." in done.text
    assert "whose fault are the dots" in staff_page.editor.examples(TOPIC)
    again = nurse.send(path, f"{path}/example", text="whose fault are the dots").text
    assert f"It is already an example of “{TITLE}”." in html.unescape(again)


def test_an_answer_that_did_not_help_stands_with_its_question(
    nurse: Nurse, records: Database
) -> None:
    at = NOW - timedelta(minutes=1)
    said = {"conversation": "web-7", "turn": "t7", "channel": "web", "at": at}
    with conversations_database().begin() as connection:
        connection.execute(
            insert(messages).values(**said, position=0, sender="user", text="my skin, call 5550123")
        )
        content = {"topics": [TOPIC]}
        connection.execute(
            insert(messages).values(**said, position=1, sender="bot", text="…", content=content)
        )
    id_ = add(records, FeedbackRow, conversation="web-7", topic=TOPIC, helpful=False)
    page = nurse.read("/staff/questions")
    assert "my skin, call [phone]" in page
    assert "5550123" not in page
    assert f'did not help:</strong> <a href="/staff/content/{TOPIC}">{TITLE}' in page
    fields = {"take": "0", "text_0": "x", "keys_0": f"feedback-{id_}"}
    nurse.send("/staff/questions", "/staff/questions/not-for-us", **fields, why="dealt with")
    row = row_of(records, FeedbackRow, id_)
    assert (row.handled_by, row.note) == (NAME, "dealt with")


def edit_fields(nurse: Nurse, staff_page: StandIn, text: str) -> dict[str, str]:
    page = nurse.read(f"/staff/content/{TOPIC}/edit")
    version = version_of(staff_page.editor.variants(TOPIC))
    assert version in page
    return {"text": text, "for": "", "version": version, "sources": "nci_skin, 000"}


def test_an_answer_is_changed_previewed_and_signed(nurse: Nurse, staff_page: StandIn) -> None:
    page, path = f"/staff/content/{TOPIC}/edit", f"/staff/content/{TOPIC}"
    fields = edit_fields(nurse, staff_page, TEXT.replace("\n", "\r\n"))
    preview = html.unescape(nurse.send(page, f"{path}/preview", **fields).text)
    assert "<p>It is not your fault. The treatment wakes up" in preview
    assert "treated early: 555-0100. Call at once" in preview
    assert "Source: National Cancer Institute" in preview
    assert "reads at school grade" in preview
    assert not any(one.text == TEXT for one in staff_page.editor.variants(TOPIC))
    saved = nurse.send(page, f"{path}/save", **fields, do="save").text
    assert "Saved. Nobody has signed it yet." in saved
    assert staff_page.editor.variants(TOPIC)[0].text == TEXT
    signed = nurse.send(
        path, f"{path}/sign", version=version_of(staff_page.editor.variants(TOPIC))
    ).text
    assert f"Signed by {NAME}." in signed
    assert staff_page.editor.variants(TOPIC)[0].metadata["reviewed_by"] == NAME
    assert TITLE in nurse.read("/staff/content?show=signed")
    assert TITLE not in nurse.read("/staff/content?show=unsigned")


def test_a_slip_is_shown_and_can_be_mended(nurse: Nurse, staff_page: StandIn) -> None:
    page, path = f"/staff/content/{TOPIC}/edit", f"/staff/content/{TOPIC}"
    before = staff_page.editor.variants(TOPIC)[0].text
    bad = "Call {care_team_fone} <script>alert(1)</script>"
    fields = edit_fields(nurse, staff_page, bad)
    for action in ("preview", "save"):
        answered = nurse.send(page, f"{path}/{action}", **fields, do="save")
        assert "It cannot be saved like this" in answered.text
        assert "<li>{care_team_fone} would stay in braces" in answered.text, "no file, no line"
        assert "<script>alert" not in answered.text
        assert f">{bad}</textarea>" in html.unescape(answered.text), "it can be corrected at once"
    good = edit_fields(nurse, staff_page, TEXT)
    again = html.unescape(nurse.send(page, f"{path}/preview", **good, do="edit").text)
    assert f">{TEXT}</textarea>" in again
    assert staff_page.editor.variants(TOPIC)[0].text == before


def test_a_save_that_lost_a_race_is_refused_and_the_text_is_not_gone(
    nurse: Nurse, staff_page: StandIn
) -> None:
    mine = TEXT.replace("not your fault", "nothing that you did")
    fields = edit_fields(nurse, staff_page, mine)
    theirs = TEXT.replace("not your fault", "no fault of yours")
    editor = staff_page.editor
    editor.save(NewAnswer(TOPIC, None, theirs, ("nci_skin", "000"), fields["version"]))
    answered = nurse.send(
        f"/staff/content/{TOPIC}/edit", f"/staff/content/{TOPIC}/save", **fields, do="sign"
    )
    assert answered.status_code == 409
    shown = html.unescape(answered.text)
    assert "Somebody else has changed this answer since you opened it." in shown
    assert mine in shown
    assert editor.variants(TOPIC)[0].text == theirs


@pytest.mark.parametrize(
    "path",
    ["/staff/content/skin/nothing", "/staff/content/skin/causes/edit?for=car_t",
     "/staff/figures/turns/31", "/staff/figures/none/30", "/staff/elsewhere"],
)  # fmt: skip
def test_what_is_not_there_says_so(nurse: Nurse, path: str) -> None:
    answered = nurse.get(path)
    assert answered.status_code == 404
    assert "There is nothing here" in answered.text


def test_topics_are_found_by_their_words(nurse: Nurse) -> None:
    page = nurse.read("/staff/content?q=RASH+cause")
    assert TITLE in page
    assert "What is immunotherapy?" not in page
    assert "No topic is like that." in nurse.read("/staff/content?q=zzz")


def test_trying_out_shows_judgement_and_reply(nurse: Nurse, records: Database) -> None:
    page = nurse.send("/staff/try", "/staff/try", text="my chest hurts").text
    assert ">chest hurts</mark>" in page
    assert "urgent: emergency" in page
    assert "<td>rule (sure)</td>" in page
    assert TITLE in html.unescape(page)
    assert "&lt;b&gt;Do not wait.&lt;/b&gt;" in page
    assert "Write a message first." in nurse.send("/staff/try", "/staff/try", text=" ").text
    with records.begin() as connection:
        assert connection.scalars(select(TurnRow.conversation)).all() == []


def test_a_training_is_started_once_and_followed(nurse: Nurse) -> None:
    started = nurse.send("/staff/live", "/staff/live").text
    assert f"A training is under way, started by {NAME}." in started
    for _ in range(4):
        state = nurse.read("/staff/live/state")
    assert 'data-running="no"' in state
    assert "It is live." in nurse.read("/staff/live")


def test_figures_are_drawn_with_a_table_beside(nurse: Nurse, records: Database) -> None:
    id_ = add(records, TurnRow, kind="answer", milliseconds=70.0)
    page = nurse.read("/staff/figures?days=7")
    assert '<img src="/staff/figures/turns/7"' in page
    assert "<td>1</td>" in page
    picture = nurse.get("/staff/figures/turns/7")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<svg" in picture.text
    assert "answer" in picture.text or "messages" in picture.text
    assert "http://www.w3.org" in picture.text
    with records.begin() as connection:
        connection.execute(TurnRow.__table__.delete().where(TurnRow.id == id_))
    assert nurse.read("/staff/figures?days=rubbish")
