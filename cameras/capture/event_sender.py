"""Queues ended events for recording, in a thread: a slow storage holds no capture up."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

from django.db import connection

from cameras.ingest.recording_queue import RecordingDetails, enqueue
from core.stored_files import StorageTrouble
from core.tokens import new_key
from core.transient import TRANSIENT

logger = logging.getLogger(__name__)

_MAX_WAITING = 50
_TRY_AGAIN_AFTER_S = 5.0


@dataclass(frozen=True)
class EndedEvent:
    """An event's best picture, under the key it is kept by, however often it is queued."""

    picture: bytes
    details: RecordingDetails
    before: bytes
    """A live picture from just before it, or nothing."""
    key: str


Enqueue = Callable[[bytes, RecordingDetails, str, bytes], str]


class EventSender:
    """The ended events of one camera on their way to storage and database, the oldest first."""

    def __init__(self, queue: Enqueue = enqueue) -> None:
        self._enqueue = queue
        self._waiting: deque[EndedEvent] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None

    def put(self, picture: bytes, details: RecordingDetails, before: bytes) -> None:
        """Queue an event for recording; with too many waiting the oldest is lost."""
        with self._changed:
            if len(self._waiting) == _MAX_WAITING:
                logger.error("camera %s: the oldest waiting event is lost", details.camera_id)
                self._waiting.popleft()
            self._waiting.append(EndedEvent(picture, details, before, new_key()))
            self._changed.notify_all()
        if self._thread is None:
            self._thread = Thread(target=self._run, name="events", daemon=True)
            self._thread.start()

    def drain(self, within_s: float) -> bool:
        """Wait until all are queued; False where they were not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, within_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                event = self._waiting[0]
            is_in = self._try(event)
            with self._changed:
                if is_in and self._waiting and self._waiting[0] is event:
                    self._waiting.popleft()
                    self._changed.notify_all()
                elif not is_in:
                    self._changed.wait(_TRY_AGAIN_AFTER_S)

    def _try(self, event: EndedEvent) -> bool:
        try:
            self._enqueue(event.picture, event.details, event.key, event.before)
        except (StorageTrouble, *TRANSIENT) as error:
            logger.warning("camera %s: an event waits: %s", event.details.camera_id, error)
            return False
        finally:
            connection.close()  # minutes may pass before this thread needs it again
        return True
