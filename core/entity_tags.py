"""ETags of stored files (RFC 9110, 8.8.3): who has a file already is not sent it again."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response


def entity_tag(key: str) -> str:
    """The ETag of a file that never changes under its key; it does not tell the key."""
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'


def unless_known(
    request: HttpRequest, key: str, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What `answer` gives for a stored file; 304 for who has it."""
    tag = entity_tag(key)
    response = get_conditional_response(request, etag=tag) or answer()
    response.headers["ETag"] = tag
    return response


def asked_part(request: HttpRequest, key: str) -> str:
    """The Range header; empty where it is meant for another file (If-Range)."""
    if request.headers.get("If-Range", entity_tag(key)) != entity_tag(key):
        return ""
    return request.headers.get("Range", "")
