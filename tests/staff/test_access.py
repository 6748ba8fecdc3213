"""Who comes in, and what keeps others out."""

from __future__ import annotations

import re
import time

import httpx
import jwt
import pytest

from bot.settings.staff import Staff, StaffUser
from bot.staff.passwords import hash_of, is_right
from bot.staff.sessions import Sessions
from tests.staff.client import Nurse
from tests.staff.conftest import NewStandIn
from tests.staff.project import LOGIN, NAME, PASSWORD
from tests.staff.stand_in import SECRET, StandIn

PAGES = (
    "/staff/red-flags", "/staff/questions", "/staff/content", "/staff/content/skin/causes",
    "/staff/content/skin/causes/edit", "/staff/try", "/staff/live", "/staff/live/state",
    "/staff/figures", "/staff/figures/turns/30",
)  # fmt: skip
FORMS = (
    ("/staff/red-flags", "/staff/red-flags/1"),
    ("/staff/try", "/staff/try"),
    ("/staff/live", "/staff/live"),
    ("/staff/content/skin/causes", "/staff/content/skin/causes/sign"),
    ("/staff/content/skin/causes", "/staff/content/skin/causes/save"),
    ("/staff/content/skin/causes", "/staff/content/skin/causes/example"),
    ("/staff/questions", "/staff/questions/add"),
    ("/staff/questions", "/staff/questions/not-for-us"),
    ("/staff/questions", "/staff/logout"),
)


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_one_is_sent_to_log_in(staff_page: StandIn, path: str) -> None:
    answered = httpx.get(staff_page.address + path)
    assert (answered.status_code, answered.headers["location"]) == (303, "/staff/login")
    assert answered.text == ""


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5006", "staff.clinic.example.evil"])
def test_a_foreign_host_is_refused(staff_page: StandIn, host: str) -> None:
    """A website that points a name of its own at the page (DNS rebinding) reads nothing."""
    answered = httpx.get(f"{staff_page.address}/staff/login", headers={"Host": host})
    assert answered.status_code == 400
    assert "form" not in answered.text
    assert "set-cookie" not in answered.headers


@pytest.mark.parametrize("host", ["localhost", "staff.clinic.example", "STAFF.clinic.example:443"])
def test_our_own_hosts_are_served(staff_page: StandIn, host: str) -> None:
    answered = httpx.get(f"{staff_page.address}/staff/login", headers={"Host": host})
    assert answered.status_code == 200


def test_login_and_sign_out(staff_page: StandIn) -> None:
    with Nurse(staff_page.address) as nurse:
        assert NAME in nurse.log_in().text
        copied = dict(nurse.http.cookies)
        nurse.send("/staff/try", "/staff/logout")
        assert not nurse.is_in
        nurse.http.cookies.update(copied)
        assert not nurse.is_in, "a copied cookie is worth something after signing out"


@pytest.fixture(scope="module")
def page_of_wrong_logins(new_stand_in: NewStandIn) -> StandIn:
    """Wrong tries count; fewer come here than keep anybody out."""
    return new_stand_in()


@pytest.mark.parametrize(
    ("login", "password"), [(LOGIN, PASSWORD + "x"), ("bob", PASSWORD), (LOGIN, "")]
)
def test_a_wrong_login_says_nothing_of_what_was_wrong(
    page_of_wrong_logins: StandIn, login: str, password: str
) -> None:
    with Nurse(page_of_wrong_logins.address) as nurse:
        answered = nurse.log_in(login, password)
        assert answered.status_code == 403
        assert "Login or password is wrong." in answered.text
        assert not nurse.is_in


def test_tries_to_log_in_are_limited(new_stand_in: NewStandIn) -> None:
    with Nurse(new_stand_in().address) as nurse:
        for _ in range(5):
            assert nurse.log_in(password="wrong password").status_code == 403
        answered = nurse.log_in()
        assert answered.status_code == 429, "the right password does not help either"
        assert "Wait a minute" in answered.text


def test_nobody_names_the_address_of_the_sign_on_in_a_header(new_stand_in: NewStandIn) -> None:
    page = new_stand_in(proxies=1, single_sign_on={"proxies": ["10.0.0.2"]}).address
    with Nurse(page, {"X-Remote-User": LOGIN, "X-Forwarded-For": "10.0.0.2"}) as nurse:
        assert not nurse.is_in


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(staff_page: StandIn) -> None:
    with Nurse(staff_page.address) as nurse:
        page = nurse.get("/staff/login")
        token = re.search(r'form_token" value="([^"]*)"', page.text)
        assert token
        form = {"form_token": token[1], "login": LOGIN, "password": PASSWORD}
        answered = nurse.http.post("/staff/login", data=form)
        set_cookies = answered.headers.get_list("set-cookie") + page.headers.get_list("set-cookie")
        assert len(set_cookies) == 3
        for cookie in set_cookies:
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie


def test_behind_https_cookies_are_secure(new_stand_in: NewStandIn) -> None:
    answered = httpx.get(f"{new_stand_in(https=True).address}/staff/login")
    (cookie,) = answered.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-staff_browser=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert "max-age" in answered.headers["strict-transport-security"]


@pytest.mark.parametrize(("page", "path"), FORMS)
@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_that_is_not_ours_changes_nothing(
    nurse: Nurse, page: str, path: str, token: str
) -> None:
    assert nurse.get(page).status_code == 200
    assert nurse.http.post(path, data={"form_token": token}).status_code == 403


def test_a_token_of_somebody_else_is_refused(nurse: Nurse, staff_page: StandIn) -> None:
    with Nurse(staff_page.address) as other:
        other.log_in()
        token = other.token("/staff/try")
    answered = nurse.http.post("/staff/try", data={"form_token": token, "text": "hello"})
    assert answered.status_code == 403


def test_a_form_that_another_site_sends_is_refused(nurse: Nurse) -> None:
    form = {"form_token": nurse.token("/staff/try"), "text": "hello"}
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
        headers = {"Sec-Fetch-Site": site}
        assert nurse.http.post("/staff/try", data=form, headers=headers).status_code == status


@pytest.mark.parametrize(
    "path", [*PAGES, "/staff/login", "/staff/nothing", "/staff/static/staff.css"]
)
def test_nothing_of_third_parties_and_no_scripts_of_others(nurse: Nurse, path: str) -> None:
    answered = nurse.get(path)
    policy = answered.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'unsafe" not in policy
    assert answered.headers["cache-control"] == "no-store"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?! src=\"/staff/)|<style| style=| on\w+=", answered.text) or (
        "svg" in answered.headers["content-type"]
    )


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e%2fapp.py", "app.py"])
def test_no_other_file_can_be_read(staff_page: StandIn, name: str) -> None:
    answered = httpx.get(f"{staff_page.address}/staff/static/{name}")
    assert answered.status_code in (303, 404)
    assert "import" not in answered.text


USER = StaffUser(login=LOGIN, name=NAME, password=hash_of(PASSWORD))
STAFF = Staff(users=(USER,))


def test_a_session_names_its_user() -> None:
    sessions = Sessions(SECRET, STAFF)
    assert sessions.user(sessions.issue(USER).cookie) == USER


def test_forged_old_and_ended_sessions_are_nobodys() -> None:
    sessions = Sessions(SECRET, STAFF)
    claims = jwt.decode(sessions.issue(USER).cookie, SECRET, algorithms=["HS256"])

    def signed(secret: str = SECRET, algorithm: str = "HS256", **changed: object) -> str:
        key = None if algorithm == "none" else secret
        return jwt.encode({**claims, **changed}, key, algorithm=algorithm)  # type: ignore[arg-type]

    assert sessions.user(signed()) == USER
    for cookie in (
        None,
        "",
        "rubbish",
        signed("t" * 40),
        signed(algorithm="none"),
        signed(exp=int(time.time()) - 1),
        signed(sub="bob"),
    ):
        assert sessions.user(cookie) is None
    sessions.end(signed())
    assert sessions.user(signed()) is None


def test_a_new_password_ends_sessions() -> None:
    cookie = Sessions(SECRET, STAFF).issue(USER).cookie
    changed = Staff(users=(USER.copy(update={"password": hash_of("another password")}),))
    assert Sessions(SECRET, changed).user(cookie) is None
    assert Sessions(SECRET, Staff()).user(cookie) is None


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 201])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        hash_of(password)


def test_a_password_belongs_to_its_hash() -> None:
    hashed = hash_of(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert is_right(PASSWORD, hashed)
    assert not is_right(PASSWORD.upper(), hashed)
    assert not is_right(PASSWORD, None)
    assert not is_right(PASSWORD, "$argon2id$broken")


@pytest.fixture(scope="module")
def behind_proxy(new_stand_in: NewStandIn) -> StandIn:
    users = [{"login": "Grace@clinic.example", "name": "Grace Doctor"}]
    return new_stand_in(users=users, single_sign_on={"proxies": ["127.0.0.1"]})


def test_a_proxy_may_say_who_it_is(behind_proxy: StandIn) -> None:
    with Nurse(behind_proxy.address, {"X-Remote-User": "grace@clinic.example"}) as nurse:
        page = nurse.read("/staff/try")
        assert "Grace Doctor" in page
        assert "Sign out" not in page
        assert nurse.send("/staff/try", "/staff/try", text="hello").status_code == 200


@pytest.mark.parametrize("login", ["bob@clinic.example", ""])
def test_whom_clinic_yml_does_not_name_the_proxy_cannot_let_in(
    behind_proxy: StandIn, login: str
) -> None:
    with Nurse(behind_proxy.address, {"X-Remote-User": login}) as nurse:
        assert not nurse.is_in


def test_who_has_no_password_cannot_log_in_with_one(behind_proxy: StandIn) -> None:
    with Nurse(behind_proxy.address) as nurse:
        assert nurse.log_in("grace@clinic.example", "").status_code == 403


@pytest.mark.parametrize("options", [{}, {"single_sign_on": {"proxies": ["10.0.0.2"]}}])
def test_the_header_counts_from_no_other_address(
    new_stand_in: NewStandIn, options: dict[str, object]
) -> None:
    with Nurse(new_stand_in(**options).address, {"X-Remote-User": LOGIN}) as nurse:
        assert not nurse.is_in
