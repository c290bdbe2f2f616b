"""What a form held that was refused for a moment, so that it can be sent again as it is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import RawPostDataException

_MAX_BYTES = 100_000
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class SentForm:
    """Where a form was sent, and its fields in their order, the CSRF token as it came."""

    address: str
    fields: list[tuple[str, str]]


def sent_form_of(request: HttpRequest) -> SentForm | None:
    """The form of a request; None where it holds files, a password or more than a page carries."""
    if request.method != "POST" or request.content_type != _FORM or _bytes_of(request) > _MAX_BYTES:
        return None
    try:
        lists = request.POST.lists()
    except (OSError, RawPostDataException):  # it broke off, or a view has read it piece by piece
        return None
    fields = [(name, str(value)) for name, values in lists for value in values]
    if not fields or any("password" in name for name, _ in fields):
        return None
    return SentForm(request.get_full_path(), fields)


def _bytes_of(request: HttpRequest) -> int:
    declared = request.headers.get("Content-Length", "")
    return int(declared) if declared.isdigit() else _MAX_BYTES + 1
