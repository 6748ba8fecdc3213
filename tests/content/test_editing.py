"""bot/content/editing.py: changes by staff; the file keeps its form."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.content.checker import check_content
from bot.content.editing import EditError, Editor, LostRaceError, NewAnswer, version_of
from bot.settings.paths import DOMAIN_FILE
from tests.content.copies import copied_text, copy_of_some

TOPIC = "skin/causes"
TEXT = (
    "It is not your fault. The treatment wakes up your immune system, and this can make your "
    "skin sore and red.\nShow any rash to your care team the same day, so that it can be treated "
    "early: {care_team_phone}. Call at once if your skin blisters, peels or hurts."
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_of_some(tmp_path)


@pytest.fixture
def editor(data: Path) -> Editor:
    return Editor(data, DOMAIN_FILE)


def changed(editor: Editor, text: str = TEXT, **fields: object) -> NewAnswer:
    """A changed answer as an editor that is just open would send it."""
    variants = editor.variants(TOPIC)
    sources = tuple(variants[0].metadata["sources"])
    answer = NewAnswer(TOPIC, None, text, sources, version_of(variants))
    return dataclasses.replace(answer, **fields)  # type: ignore[arg-type]


def lines(change_text: str) -> tuple[list[str], list[str]]:
    """The lines of a diff that went and that came."""
    body = change_text.splitlines()[2:]
    return (
        [line[1:].strip() for line in body if line.startswith("-")],
        [line[1:].strip() for line in body if line.startswith("+")],
    )


def files_that_differ(data: Path) -> set[str]:
    return {
        path.name
        for path in (data / "faq").glob("*.yml")
        if path.read_text(encoding="utf-8") != copied_text(f"faq/{path.name}")
    }


def test_only_the_lines_of_the_answer_change(editor: Editor, data: Path) -> None:
    went, came = lines(editor.save(changed(editor)).diff)
    assert came == TEXT.splitlines()[:1]
    assert len(went) == 1
    assert went[0].startswith("You did nothing wrong.")
    assert files_that_differ(data) == {"skin.yml"}
    assert editor.variants(TOPIC)[0].text == TEXT
    assert check_content(data) == []


def test_a_changed_answer_is_signed_by_nobody(editor: Editor) -> None:
    version = version_of(editor.variants(TOPIC))
    editor.sign(TOPIC, "Ada Nurse", version, settles=False)
    assert editor.variants(TOPIC)[0].is_signed
    editor.save(changed(editor))
    assert not editor.variants(TOPIC)[0].is_signed


def test_it_can_be_signed_when_it_is_saved(editor: Editor) -> None:
    _, came = lines(editor.save(changed(editor), sign_by="Ada Nurse").diff)
    assert 'reviewed_by: "Ada Nurse"' in came
    assert editor.variants(TOPIC)[0].metadata["reviewed_by"] == "Ada Nurse"


def test_sources_can_be_changed(editor: Editor) -> None:
    _, came = lines(editor.save(changed(editor, sources=("nci_skin", "000"))).diff)
    assert 'sources: [nci_skin, "000"]' in came


@pytest.mark.parametrize("other", ["edit", "signature"])
def test_a_save_that_lost_a_race_is_refused(editor: Editor, data: Path, other: str) -> None:
    mine, theirs = (
        changed(editor),
        changed(editor, TEXT.replace("not your fault", "no one's fault")),
    )
    if other == "edit":
        editor.save(theirs)
    else:
        editor.sign(TOPIC, "Dr Who", theirs.version, settles=False)
    before = (data / "faq" / "skin.yml").read_bytes()
    with pytest.raises(LostRaceError, match="Somebody else has changed this answer"):
        editor.save(mine)
    with pytest.raises(LostRaceError):
        editor.sign(TOPIC, "Ada Nurse", mine.version, settles=False)
    assert (data / "faq" / "skin.yml").read_bytes() == before


def test_a_change_elsewhere_is_no_race(editor: Editor) -> None:
    mine = changed(editor)
    other = "on which day would spots begin to show on me"
    editor.add_example("skin/onset", other)
    editor.save(mine)
    assert editor.variants(TOPIC)[0].text.split() == mine.text.split()
    assert other in editor.examples("skin/onset")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Too short: {care_team_phone}. Call at once.", "words"),
        (TEXT + " And more." * 60, "words"),
        (TEXT.replace("{care_team_phone}", "555-0199"), "{care_team_phone}"),
        (TEXT.replace("at once", "soon"), "at once"),
        (TEXT.replace("{care_team_phone}", "{care_team_phone} {care_team_fone}"), "in braces"),
        (TEXT + " Take 5 mg of it.", "5 mg"),
        (
            TEXT.replace(
                "It is not your fault.",
                "Immunotherapeutic hyperactivation precipitates dermatological inflammatory "
                "complications, characteristically necessitating multidisciplinary evaluation.",
            ),
            "grade",
        ),
    ],
)
def test_what_is_not_in_order_is_not_saved(
    editor: Editor, data: Path, text: str, reason: str
) -> None:
    answer = changed(editor, text)
    assert any(reason in problem for problem in editor.problems_of(answer))
    with pytest.raises(EditError, match=reason):
        editor.save(answer)
    assert files_that_differ(data) == set()


def test_an_unknown_source_is_not_saved(editor: Editor, data: Path) -> None:
    with pytest.raises(EditError, match="nci_skinn"):
        editor.save(changed(editor, sources=("nci_skinn",)))
    assert files_that_differ(data) == set()


def test_an_answer_in_order_has_no_problem(editor: Editor, data: Path) -> None:
    assert editor.problems_of(changed(editor)) == []
    assert lines(editor.difference(changed(editor)).diff)[1] == TEXT.splitlines()[:1]
    assert files_that_differ(data) == set()


def test_an_example_is_one_new_line(editor: Editor, data: Path) -> None:
    question = "does my rash come from the drip: yes or no?"
    went, came = lines(editor.add_example(TOPIC, f"  {question} ").diff)
    assert (went, came) == ([], [f"- {question}"])
    assert question in editor.examples(TOPIC)
    assert check_content(data) == []


@pytest.mark.parametrize(
    ("topic", "text", "reason"),
    [
        (TOPIC, "My name is [name], why the rash?", "masked"),
        (TOPIC, "a rash since day ##", "masked"),
        (TOPIC, " ", "characters"),
        (TOPIC, "why " * 200, "characters"),
        (TOPIC, "what is an Immunotherapy rash", "already an example of skin/what_is_rash"),
        ("skin/nothing", "why is my skin so odd", "no topic"),
    ],
)
def test_what_cannot_be_an_example(
    editor: Editor, data: Path, topic: str, text: str, reason: str
) -> None:
    with pytest.raises(EditError, match=reason):
        editor.add_example(topic, text)
    assert files_that_differ(data) == set()


@pytest.mark.parametrize("text", ["- a dash first", "{braces}: [x]", 'a "quote"', "a: b"])
def test_an_example_may_hold_what_yaml_keeps_for_itself(editor: Editor, text: str) -> None:
    editor.add_example(TOPIC, text)
    assert text.removeprefix("- ") in editor.examples(TOPIC)
