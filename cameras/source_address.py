"""Reads what people write down as a camera's source, and refuses what it may not be."""

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


@dataclass(frozen=True)
class Address:
    """A judged source: `kind` is usb, pi, rtsp, mjpeg, clip, demo or push; `value` is for it."""

    kind: str
    value: str

    @property
    def shown(self) -> str:
        """What staff may see of it: without user, password, path and query."""
        if self.kind not in ("rtsp", "mjpeg"):
            return f"{self.kind}:{Path(self.value).name}"
        parts = urlsplit(self.value)
        return f"{parts.scheme}://{_host_and_port(parts)}"


def read(text: str) -> Address:
    """Judge a source's address. Raises ValidationError, a sentence for the person who wrote it."""
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if text.isdecimal() or (scheme == "usb" and (rest or "0").isdecimal()):
        return Address("usb", text if text.isdecimal() else rest or "0")
    if scheme in ("demo", "push", "pi") and (not colon or not rest or rest.isdecimal()):
        return Address(scheme, rest)
    if scheme in _HTTP or scheme in _RTSP:
        return _network(text, "mjpeg" if scheme in _HTTP else "rtsp")
    if scheme in _FILE or (not colon and text):
        return Address("clip", str(_clip(rest if colon else text)))
    raise ValidationError(
        _("Not a camera source. Write usb:0, rtsp://…, http://…, pi:, clip:NAME, demo: or push:.")
    )


def judge(text: str) -> None:
    """A validator for model and form fields. Raises ValidationError."""
    read(text)


def refuse_address(host: str) -> None:
    """Raise ValidationError for an IP address that is no camera: cloud hosts' metadata services.

    Asked about the text of an address and again about what its name resolved to.
    """
    try:
        judge_ip(host, Policy.PRIVATE_ALLOWED)
    except RefusedAddress as error:
        raise ValidationError(_("No camera lives at this address.")) from error


def _network(text: str, kind: str) -> Address:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    if not has_host or any(character.isspace() or ord(character) < 32 for character in text):
        raise ValidationError(_("This address has no host, or a host that cannot be read."))
    refuse_address(parts.hostname or "")
    if (parts.hostname or "").rstrip(".").endswith(".internal"):  # metadata.google.internal
        raise ValidationError(_("No camera lives at this address."))
    return Address(kind, text)


def _clip(name: str) -> Path:
    """A file below CAMERA_FILES_DIR, wherever links or dots would lead."""
    folder = Path(settings.CAMERA_FILES_DIR).resolve()
    try:
        path = (folder / name.removeprefix("//")).resolve()
        is_file = path.is_relative_to(folder) and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        raise ValidationError(
            _("There is no such file in the folder for clips (CAMERA_FILES_DIR).")
        )
    return path


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port else host
