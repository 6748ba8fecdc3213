"""The head of a request, looked at before Sanic reads its body."""

from __future__ import annotations

import re

_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(.*?)[ \t]*\r?$")
_ENCODING = re.compile(rb"(?im)^transfer-encoding[ \t]*:[ \t]*(.*?)[ \t]*\r?$")
_HOST = re.compile(rb"(?im)^host[ \t]*:")
_MOST_LENGTH_DIGITS = 12


class BadHeadError(ValueError):
    """A request whose head would do harm; Sanic answers 400."""


def check_head(head: bytes) -> None:
    """Raises BadHeadError unless the first line is plain, the host is named once, and the body's
    length at most once: by a Content-Length that is a plain number, or by chunks. Sanic 21.12 reads
    on for ever where the length is negative."""
    if not head.split(b"\r\n", 1)[0].isascii():
        raise BadHeadError
    if len(_HOST.findall(head)) != 1:
        raise BadHeadError
    lengths = [found.group(1) for found in _LENGTH.finditer(head)]
    encodings = [found.group(1).lower() for found in _ENCODING.finditer(head)]
    if len(lengths) + len(encodings) > 1 or any(name != b"chunked" for name in encodings):
        raise BadHeadError
    for length in lengths:
        if not length.isdigit() or len(length) > _MOST_LENGTH_DIGITS:
            raise BadHeadError
