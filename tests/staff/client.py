"""A nurse's browser without a browser: keeps cookies, and sends forms as they stand on a page."""

from __future__ import annotations

import html
import re
from types import TracebackType

import httpx

from tests.staff.project import LOGIN, PASSWORD

_TOKEN = re.compile(r'name="form_token" value="([^"]*)"')


class Nurse:
    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        self.http = httpx.Client(base_url=address, headers=headers, timeout=30)

    def __enter__(self) -> Nurse:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def read(self, path: str) -> str:
        """The page as text, with its marks decoded."""
        answered = self.get(path)
        assert answered.status_code == 200, answered.text
        return html.unescape(answered.text)

    def token(self, page: str) -> str:
        found = _TOKEN.search(self.get(page).text)
        assert found, f"{page} has no form"
        return found[1]

    def send(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Sends a form of ``page`` to ``path``, and follows to where it leads."""
        content = {"form_token": self.token(page), **fields}
        return self.http.post(path, data=content, follow_redirects=True)

    def log_in(self, login: str = LOGIN, password: str = PASSWORD) -> httpx.Response:
        return self.send("/staff/login", "/staff/login", login=login, password=password)

    @property
    def is_in(self) -> bool:
        return self.get("/staff/red-flags").status_code == 200
