"""Reads what people write down as a camera's source, and refuses what it may not be."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.ip_addresses import Policy, RefusedAddress
from core.ip_addresses import judge as judge_ip

_HTTP = ("http", "https")
_RTSP = ("rtsp", "rtsps")
_FILE = ("file", "clip")
_NUMBERED = ("pi", "demo", "push")
_WORDS = ("usb", "still", *_NUMBERED, *_FILE)
FILM_SUFFIXES = (".avi", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".ogv")
_NUMBER = re.compile(r"[0-9]{1,3}")
_HOST = re.compile(
    r"(?:[^\s/@]*@)?((?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::[0-9]+)?)(?:/\S*)?",
    re.IGNORECASE,
)
"""A host where a camera may be, with what people write before and behind it."""


@dataclass(frozen=True)
class Address:
    """A judged source: `kind` is one of cameras.sources.kinds; `value` is for it."""

    kind: str
    value: str

    @property
    def shown(self) -> str:
        """What staff may see of it: without user, password, path and query."""
        if self.kind not in ("rtsp", "mjpeg", "still"):
            return f"{self.kind}:{Path(self.value).name}"
        parts = urlsplit(self.value)
        kind = "still:" if self.kind == "still" else ""
        return f"{kind}{parts.scheme}://{_host_and_port(parts)}"


def read(text: str) -> Address:
    """Judge a source's address. Raises ValidationError, a sentence for the person who wrote it."""
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if _NUMBER.fullmatch(text) or (scheme == "usb" and _NUMBER.fullmatch(rest or "0")):
        return Address("usb", text if scheme != "usb" else rest or "0")
    if scheme in _NUMBERED and _NUMBER.fullmatch(rest or "0"):
        return Address(scheme, rest)
    if scheme in _HTTP or scheme in _RTSP:
        return _network(text, "mjpeg" if scheme in _HTTP else "rtsp")
    if scheme == "still" and rest.partition(":")[0].lower() in _HTTP:
        return _network(rest, "still")
    host = None if scheme in _WORDS else _HOST.fullmatch(text)
    if scheme in _FILE or (not colon and text and (not host or _may_be_clip(text))):
        return Address("clip", str(_clip(rest if colon else text)))
    if host:
        words = _("The protocol is missing: write http://%(host)s or rtsp://%(host)s, for example.")
        raise ValidationError(words, params={"host": host[1]})
    raise ValidationError(
        _(
            "Not a camera source. Write usb:0, rtsp://…, http://…, still:http://…, pi:, clip:NAME, "
            "demo: or push:."
        )
    )


def judge(text: str) -> None:
    """A validator for model and form fields. Raises ValidationError."""
    read(text)


def _refuse_address(host: str) -> None:
    """Raise ValidationError for an IP address that is no camera: cloud hosts' metadata services.

    What a name resolves to is judged when it is connected to.
    """
    try:
        judge_ip(host, Policy.PRIVATE_ALLOWED)
    except RefusedAddress as error:
        raise ValidationError(_("There is no camera at this address.")) from error


def _network(text: str, kind: str) -> Address:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    if not has_host or any(character.isspace() or ord(character) < 32 for character in text):
        raise ValidationError(_("This address has no host, or a host that cannot be read."))
    _refuse_address(parts.hostname or "")
    if (parts.hostname or "").rstrip(".").endswith(".internal"):  # metadata.google.internal
        raise ValidationError(_("There is no camera at this address."))
    return Address(kind, text)


def _may_be_clip(name: str) -> bool:
    """Whether what could be a host is the name of a video: it ends like one, or is there."""
    return Path(name).suffix.lower() in FILM_SUFFIXES or _file(name) is not None


def _clip(name: str) -> Path:
    path = _file(name)
    if path is None:
        raise ValidationError(
            _("There is no such file in the folder for clips (CAMERA_FILES_DIR).")
        )
    return path


def _file(name: str) -> Path | None:
    """A file below CAMERA_FILES_DIR, wherever links or dots would lead; None if there is none."""
    folder = Path(settings.CAMERA_FILES_DIR).resolve()
    try:
        path = (folder / name.removeprefix("//")).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError):
        return None


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port else host
