"""Sends frames to the site and interprets its answers."""

import re
from dataclasses import dataclass
from enum import Enum, auto

import requests

from observer.frame import Frame

_TIMEOUTS_S = (5, 20)
_TAKEN, _CONFLICT = 204, 409
_LOGGED_OUT = (401, 403)
_ABOUT_THE_SENDER = (301, 302, 307, 308, 401, 403, 404)
_ABOUT_THE_FRAME = (400, 413, 415, 422)
_STAFF_PAGE = "/staff/"
"""Leads those who are not logged in to the login, wherever the site has that."""
_HIDDEN_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Delivery(Enum):
    """What became of a frame that was sent."""

    ACCEPTED = auto()
    """The site has it, from this request or an earlier one."""
    PERMANENT_FAILURE = auto()
    """The site will never accept this frame; others it may."""
    NOT_WANTED = auto()
    """The camera takes no pushed frames now: it is off, or has a source of its own."""
    REFUSED = auto()
    """Wrong token, password, camera or address: no frame would be accepted."""
    UNREACHABLE = auto()
    """The site did not answer, or cannot take frames at the moment."""


@dataclass(frozen=True)
class SendResult:
    """What became of a frame, and the reason as a text."""

    delivery: Delivery
    words: str = ""


@dataclass(frozen=True)
class Access:
    """Credentials: a camera's token, or else the name and password of a member of staff."""

    token: str = ""
    username: str = ""
    password: str = ""


class LoginRefused(Exception):
    """The site does not let this user in; the text says why."""


class SiteClient:
    """One camera of a site. Not for several threads."""

    def __init__(self, url: str, slug: str, access: Access) -> None:
        self._url = url.rstrip("/")
        self._frames = f"{self._url}/cameras/{slug}/frames/"
        self._access = access
        self._session = requests.Session()
        self._session.auth = self._sign
        self._csrf: str | None = None

    def send(self, frame: Frame) -> SendResult:
        """Send a frame. Raises nothing: every failure is a SendResult."""
        try:
            response = self._post(frame)
            if response.status_code in _LOGGED_OUT and not self._access.token:
                self._csrf = None
                response = self._post(frame)
        except LoginRefused as refusal:
            return SendResult(Delivery.REFUSED, str(refusal))
        except requests.RequestException as error:
            return SendResult(
                Delivery.UNREACHABLE, f"the site cannot be reached ({type(error).__name__})"
            )
        return _judged(response)

    def _post(self, frame: Frame) -> requests.Response:
        if not self._access.token and not self._csrf:
            self._log_in()
        return self._session.post(
            self._frames,
            data={"comment": frame.comment, "taken_at": frame.time, "record": "true"},
            files={"img": (f"{frame.time}.jpg", frame.jpeg, "image/jpeg")},
            headers={"Accept": "application/json"},
            timeout=_TIMEOUTS_S,
            allow_redirects=False,
        )

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the credentials. As the session's `auth`, so that no .netrc file replaces them."""
        if self._access.token:
            request.headers["Authorization"] = f"Bearer {self._access.token}"
        else:
            request.headers["Referer"] = request.url or self._url
            request.headers["X-CSRFToken"] = self._csrf or ""
        return request

    def _log_in(self) -> None:
        """Log in like a browser: fetch the form with its token and cookie, and send it."""
        self._session.cookies.clear()
        page = self._session.get(self._url + _STAFF_PAGE, timeout=_TIMEOUTS_S)
        page.raise_for_status()
        hidden = _HIDDEN_TOKEN.search(page.text)
        fields = {
            "csrfmiddlewaretoken": hidden[1] if hidden else "",
            "username": self._access.username,
            "password": self._access.password,
            "next": "/",
        }
        response = self._session.post(
            page.url, data=fields, timeout=_TIMEOUTS_S, allow_redirects=False
        )
        if response.status_code >= 500:
            response.raise_for_status()
        if response.status_code == requests.codes.ok:  # the form again
            raise LoginRefused("the site refuses this user name and password")
        if response.status_code != requests.codes.found:
            raise LoginRefused(_error(response)[1])
        self._csrf = self._cookie("csrftoken")

    def _cookie(self, name: str) -> str:
        """A cookie by the end of its name: over HTTPS it may begin with `__Host-`."""
        values = (cookie.value for cookie in self._session.cookies if cookie.name.endswith(name))
        return next(values, None) or ""


def _judged(response: requests.Response) -> SendResult:
    code, words = _error(response)
    status = response.status_code
    if status == _TAKEN or code == "replayed":
        return SendResult(Delivery.ACCEPTED)
    if status == _CONFLICT:
        return SendResult(Delivery.NOT_WANTED, words)
    if status in _ABOUT_THE_SENDER:
        return SendResult(Delivery.REFUSED, words)
    # An answer without our own error code comes from a proxy in front of the site.
    if status == requests.codes.request_entity_too_large or (status in _ABOUT_THE_FRAME and code):
        return SendResult(Delivery.PERMANENT_FAILURE, words)
    return SendResult(Delivery.UNREACHABLE, words)


def _error(response: requests.Response) -> tuple[str, str]:
    """The code and sentence of an error answer; without a code where it is not the site's."""
    try:
        error = response.json()["error"]
        return str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        location = response.headers.get("Location")
        leads = f" and leads to {location}" if location else ""
        return "", f"the site answers {response.status_code}{leads}"
