"""Headers that every answer bears: against caches and search engines, and when to try again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RETRY_AFTER = "5"
"""Seconds."""

View = Callable[[HttpRequest], HttpResponse]


def private_by_default(get_response: View) -> View:
    """Mark every answer, unless it says otherwise, as not to be stored and not to be indexed.

    Every 503 says when to try again.

    Static files keep the Cache-Control that WhiteNoise gives them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", RETRY_AFTER)
        return response

    return middleware
