"""What every camera source gives: frames, or Offline with the reason."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from processing.images import Image

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 3.0


class Offline(Exception):
    """The source gives no pictures; `code` names the reason (see cameras.web.offline_reasons).

    `retry_in_s` is the pause to make, where it is not to grow from try to try; `certificate` the
    SHA-256 in hexadecimal of a certificate that was not accepted.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        retry_in_s: float | None = None,
        certificate: str = "",
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.retry_in_s = retry_in_s
        self.certificate = certificate


class BadFrame(Offline):
    """One frame cannot be decoded. The next may be well: it is passed over at first."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("garbage", detail)


class ClipEnded(Exception):
    """A clip that is played once has come to its end."""


@dataclass(frozen=True)
class CaptureOptions:
    """What is asked of a source; sides in pixels, None where anything will do."""

    width: int | None = None
    height: int | None = None
    fps: float = 15.0
    plays_once: bool = False
    certificate: str = ""
    """SHA-256, in hexadecimal, of the one TLS certificate to accept; "": any that is signed for
    the host by an authority this system knows."""


@dataclass(frozen=True)
class FrameSize:
    """What a source gives; sides in pixels, upright or not as it comes."""

    width: int
    height: int


class RawFrame(Protocol):
    """One picture of a source, decoded only when somebody wants it."""

    @property
    def taken_at(self) -> float:
        """Seconds since the epoch."""
        ...

    @property
    def is_key(self) -> bool:
        """Whether looking at it costs no decoding of others that came before it."""
        ...

    def size(self) -> FrameSize:
        """The frame's size as the source gives it. Raises BadFrame where it is unknown."""
        ...

    def image(self, min_width: int | None = None) -> Image:
        """The picture as (height, width, 3) BGR.

        With `min_width` it may be reduced, but not below that width. Raises BadFrame where it
        cannot be decoded.
        """
        ...

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced as cheaply as can be, not below a width.

        Raises BadFrame.
        """
        ...


class Source(Protocol):
    """An opened camera. Leaving the context closes it."""

    def frames(self) -> Iterator[RawFrame | None]:
        """Frames as they come, the newest each time; ends only by ClipEnded or Offline.

        None says: nothing yet, and nothing is wrong. Blocks READ_TIMEOUT_S at most.
        """
        ...


OpenedSource = AbstractContextManager[Source]
