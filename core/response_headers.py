"""Headers that keep what passes through this site out of caches and search engines."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def private_by_default(get_response: View) -> View:
    """Mark every answer, unless it says otherwise, as not to be stored and not to be indexed.

    Static files keep the Cache-Control that WhiteNoise gives them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware
