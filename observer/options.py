"""The options of the observer, from its command line and (secrets) from its environment."""

import argparse
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from observer.site import Access

_SLUG = re.compile(r"[\w-]{1,50}", re.ASCII)
_SIZE = re.compile(r"(\d{2,5})x(\d{2,5})")
_MAX_COMMENT = 200
_MIN_INTERVAL_S = 0.05

ENVIRONMENT = """\
secrets come from the environment, or from --env-file:
  OBSERVER_TOKEN     the camera's token; for several: "front:TOKEN yard:TOKEN"
  OBSERVER_USERNAME  without a token: a member of staff, logged in like a browser
  OBSERVER_PASSWORD
  OBSERVER_URL       instead of --url
"""


class Unusable(Exception):
    """The observer cannot start with these options; the text says why and what to do."""


@dataclass(frozen=True)
class CameraOptions:
    """A camera of this machine, and the camera of the site that shows it."""

    source: str
    slug: str


@dataclass(frozen=True)
class ObserverOptions:
    """Every option of the observer; sides in pixels."""

    url: str
    cameras: tuple[CameraOptions, ...]
    access: Mapping[str, Access]
    """By slug."""
    width: int
    height: int
    interval_s: float
    comment: str
    quality: int
    spool: Path
    spool_limit: int
    once: bool


def add_options(parser: argparse.ArgumentParser, spool: Path) -> None:
    """Add the observer's options to a parser; `spool` is the default of --spool."""
    add = parser.add_argument
    camera = "a number (0=front), device, address or file, and the site's camera that shows it"
    add("cameras", nargs="+", metavar="CAMERA=SLUG", type=_watched, help=camera)
    add("--url", help="the site, e.g. https://pictures.example")
    add("--size", default="1280x720", type=_size, help="asked of the cameras (%(default)s)")
    add("--interval", default=1.0, type=_interval, help="seconds between pictures (%(default)s)")
    add("--comment", default="", type=_comment, help="a text stored with every picture")
    add("--quality", default=85, type=_between(1, 100), help="of the JPEGs, 1 to 100 (%(default)s)")
    add("--spool", default=spool, type=Path, help="where unsent pictures wait (%(default)s)")
    limit = "how many wait for each camera; past that the oldest is dropped (%(default)s)"
    add("--spool-limit", default=1000, type=_between(1, 1_000_000), help=limit)
    add("--once", action="store_true", help="one picture of each camera, for cron")
    add("--env-file", type=Path, help="a file of NAME=VALUE lines; keep it readable by you alone")
    add("--token", help="like OBSERVER_TOKEN, but whoever lists this machine's processes sees it")


def options_of(given: argparse.Namespace, environment: Mapping[str, str]) -> ObserverOptions:
    """Validate what was given. Raises Unusable."""
    environment = {**_env_file(given.env_file), **environment}
    url = given.url or environment.get("OBSERVER_URL", "")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unusable("say where the site is: --url https://pictures.example")
    slugs = [camera.slug for camera in given.cameras]
    if len(set(slugs)) < len(slugs):
        raise Unusable("two cameras are to be shown as the same one; give each its own slug")
    access = _access(slugs, given.token or environment.get("OBSERVER_TOKEN", ""), environment)
    width, height = given.size
    return ObserverOptions(
        url=url,
        cameras=tuple(given.cameras),
        access=access,
        width=width,
        height=height,
        interval_s=given.interval,
        comment=given.comment,
        quality=given.quality,
        spool=given.spool,
        spool_limit=given.spool_limit,
        once=given.once,
    )


def _access(slugs: list[str], tokens: str, environment: Mapping[str, str]) -> dict[str, Access]:
    """The credentials for each slug. Raises Unusable where one has none."""
    named = dict(word.split(":", 1) for word in tokens.split() if ":" in word)
    common = next((word for word in tokens.split() if ":" not in word), "")
    username = environment.get("OBSERVER_USERNAME", "")
    password = environment.get("OBSERVER_PASSWORD", "")
    access = {slug: Access(named.get(slug, common), username, password) for slug in slugs}
    for slug, one in access.items():
        if not one.token and not (username and password):
            raise Unusable(
                f"nothing lets pictures in for {slug}: set OBSERVER_TOKEN, "
                "or OBSERVER_USERNAME and OBSERVER_PASSWORD"
            )
    return access


def _env_file(path: Path | None) -> dict[str, str]:
    """The file that systemd reads as EnvironmentFile. Raises Unusable."""
    if path is None:
        return {}
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
    except (OSError, ValueError) as error:
        raise Unusable(f"the file of --env-file cannot be read: {error}") from None
    pairs = [line.partition("=") for line in lines if "=" in line and line[0] not in "#;"]
    return {name.strip(): value.strip().strip("\"'") for name, _equals, value in pairs}


def _watched(text: str) -> CameraOptions:
    source, _equals, slug = text.rpartition("=")
    if not source or not _SLUG.fullmatch(slug):
        raise argparse.ArgumentTypeError(f"{text!r}: write CAMERA=SLUG, as in 0=front")
    return CameraOptions(source, slug)


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r}: write WIDTHxHEIGHT, as in 1280x720")
    return int(match[1]), int(match[2])


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not _MIN_INTERVAL_S <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(
            f"{text!r}: write seconds, from {_MIN_INTERVAL_S} to 86400"
        )
    return seconds


def _comment(text: str) -> str:
    if len(text) > _MAX_COMMENT:
        raise argparse.ArgumentTypeError(f"a comment has {_MAX_COMMENT} characters at most")
    return text


def _between(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers from `least` to `most`."""

    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: from {least} to {most}")
        return int(text)

    return number
