"""Limits requests by route and network: 429 with Retry-After past a limit."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from core.client_address import network_of
from core.counters import count
from core.error_answers import error_context
from core.rate_limits import RATE_LIMITED, RateLimit, RateLimited, seconds_to_wait

_GUESSES = "guesses"
_GUESSED = (403, 404)
"""How a wrong slug, link or token is answered."""

_BY_ROUTE: dict[str, tuple[str, frozenset[str]]] = {
    "uploads:create": ("uploads", frozenset({"POST"})),
    "uploads:again": ("uploads", frozenset({"POST"})),
    "api:create_upload": ("uploads", frozenset({"POST"})),
    "uploads:faces": ("corrections", frozenset({"POST"})),
    "api:correct_faces": ("corrections", frozenset({"POST"})),
    "uploads:persons": ("corrections", frozenset({"POST"})),
    "api:correct_persons": ("corrections", frozenset({"POST"})),
    "cameras:capture": ("captures", frozenset({"POST"})),
    "api:capture": ("captures", frozenset({"POST"})),
    "cameras:frames": ("frames", frozenset({"POST"})),
    "admin:login": ("logins", frozenset({"POST"})),
    "uploads:archive": ("archives", frozenset({"GET"})),
}
"""A route (namespace:name) -> the limit that counts its requests by these methods."""

_SECRET_ROUTES = ("uploads:", "shared:", "api:", "cameras:", "recordings:")
"""Where an address or a header holds a secret that somebody may try to guess."""

View = Callable[[HttpRequest], HttpResponse]


class RateLimits:
    """Django middleware. Settings: RATE_LIMIT, RATE_LIMITS."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if settings.RATE_LIMIT and _is_guess(request, response):
            seconds_to_wait(_GUESSES, network_of(request), _limit(_GUESSES))
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse before the view is called, and before the body is read."""
        if not settings.RATE_LIMIT:
            return None
        route = _route(request)
        who = network_of(request)
        if route.startswith(_SECRET_ROUTES):
            wait_s = seconds_to_wait(_GUESSES, who, _limit(_GUESSES), take=False)
            if wait_s:
                return too_many(request, _GUESSES, wait_s)
        name, methods = _BY_ROUTE.get(route, ("", frozenset()))
        if request.method not in methods:
            return None
        wait_s = seconds_to_wait(name, _sender(request, name, who), _limit(name))
        return too_many(request, name, wait_s) if wait_s else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A limit that only the view could know of, by what was sent."""
        if isinstance(exception, RateLimited):
            return too_many(request, exception.name, exception.wait_s)
        return None


def too_many(request: HttpRequest, name: str, wait_s: int) -> HttpResponse:
    """The answer 429: JSON below /api/, a sentence for a script, a page elsewhere."""
    count(RATE_LIMITED, name)
    message = ngettext(
        "Too many requests came from your network. Please try again in %(seconds)d second.",
        "Too many requests came from your network. Please try again in %(seconds)d seconds.",
        wait_s,
    ) % {"seconds": wait_s}
    if request.path.startswith("/api/"):
        error = {"error": {"code": RATE_LIMITED, "message": message}}
        response: HttpResponse = JsonResponse(error, status=429)
    elif "HX-Request" in request.headers:  # a script of ours shows the sentence
        response = HttpResponse(message, status=429, content_type="text/plain")
    else:
        response = render(request, "error.html", error_context(request, 429, message), status=429)
    response.headers["Retry-After"] = str(wait_s)
    return response


def _limit(name: str) -> RateLimit:
    limit: RateLimit = settings.RATE_LIMITS[name]
    return limit


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _sender(request: HttpRequest, name: str, network: str) -> str:
    """Whose requests are counted: for pushed frames the token, as cameras may share a network."""
    return request.headers.get("Authorization", network) if name == "frames" else network


def _is_guess(request: HttpRequest, response: HttpResponse) -> bool:
    return response.status_code in _GUESSED and _route(request).startswith(_SECRET_ROUTES)
