"""Keyset cursors: a position in the order of recordings, as a parameter of an address."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from processing.refusal import Refused
from recordings.recording import Recording

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_CHARACTERS = 64


@dataclass(frozen=True)
class Cursor:
    """Time and id of a recording; one with id 0 precedes every recording of that time."""

    taken_at: datetime
    recording_id: int

    @classmethod
    def at(cls, recording: Recording) -> "Cursor":
        return cls(recording.taken_at, recording.pk)

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises Refused (`invalid_request`) for what is no cursor."""
        try:
            if len(text) > _MAX_CHARACTERS:
                raise ValueError
            padded = text + "=" * (-len(text) % 4)
            raw = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
            microseconds, recording_id = (int(part) for part in raw.split(":"))
            if not 0 <= recording_id < 2**63:
                raise ValueError
            return cls(_EPOCH + timedelta(microseconds=microseconds), recording_id)
        except (ValueError, OverflowError, binascii.Error) as error:
            raise Refused("invalid_request") from error

    def __str__(self) -> str:
        microseconds = (self.taken_at - _EPOCH) // timedelta(microseconds=1)
        raw = f"{microseconds}:{self.recording_id}".encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")
