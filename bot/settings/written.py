"""Short texts of one form, such as a country: who writes another is told the right one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import validator


def written_as(field: str, form: str, wanted: str) -> Any:
    """A check of a field: a text that has not the form is refused with what is wanted, and an
    example."""
    return validator(field, allow_reuse=True)(_checked(re.compile(form), wanted))


def _checked(form: re.Pattern[str], wanted: str) -> Callable[[Any, str | None], str | None]:
    def check(cls: Any, value: str | None) -> str | None:  # noqa: ARG001
        if value is not None and not form.fullmatch(value):
            raise ValueError(f'"{value}" should be {wanted}')
        return value

    return check
