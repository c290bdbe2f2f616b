"""Sends the frames of one camera to the site, and spools those it does not accept."""

import logging
import queue
import threading
import time

from observer.back_off import BackOff
from observer.frame import Frame
from observer.site import Delivery, SendResult, SiteClient
from observer.spool import Spool

logger = logging.getLogger(__name__)

_QUEUE_LENGTH = 2
_GAP_S = 0.2
"""Between two spooled frames, so that a site that has just come back is not flooded."""
_PAUSES_S = {Delivery.NOT_WANTED: 5.0, Delivery.REFUSED: 60.0}
_FINAL = (Delivery.ACCEPTED, Delivery.PERMANENT_FAILURE)


class Uploader:
    """Sends new frames first, then spooled ones, oldest first, while the site accepts them."""

    def __init__(self, name: str, site: SiteClient, spool: Spool) -> None:
        self._name, self._site, self._spool = name, site, spool
        self._fresh: queue.Queue[Frame] = queue.Queue(_QUEUE_LENGTH)
        self._sending: Frame | None = None
        self._back_off = BackOff()
        self._try_at = 0.0
        self._last = SendResult(Delivery.ACCEPTED)

    def take(self, frame: Frame) -> None:
        """Queue a new frame for sending, or spool it where the queue is full. Never blocks."""
        try:
            self._fresh.put_nowait(frame)
        except queue.Full:
            self._spool.add(frame)

    def work(self, stopping: threading.Event) -> None:
        """Send until `stopping` is set."""
        while not stopping.is_set():
            try:
                self._sending = self._fresh.get(timeout=_GAP_S)
            except queue.Empty:
                pass
            else:
                self.deliver(self._sending)
                self._sending = None
            self.deliver_spooled()

    def deliver(self, frame: Frame) -> Delivery:
        """Send a new frame; spool it if the site did not take it, drop it if it wants none now."""
        delivery = self._try(frame) if self._may_try() else self._last.delivery
        if delivery in (Delivery.UNREACHABLE, Delivery.REFUSED):
            self._spool.add(frame)
        return delivery

    def deliver_spooled(self) -> bool:
        """Send the oldest spooled frame unless a pause is on; returns whether there may be more."""
        frame = self._spool.oldest() if self._may_try() else None
        if frame is None:
            return False
        if self._try(frame) not in _FINAL:
            return False
        self._spool.remove(frame)
        return True

    def spool_unsent(self) -> None:
        """At the end, spool what is queued or being sent. The site ignores a frame it has."""
        if (sending := self._sending) is not None:
            self._spool.add(sending)
        while not self._fresh.empty():
            self._spool.add(self._fresh.get_nowait())

    def _may_try(self) -> bool:
        return time.monotonic() >= self._try_at

    def _try(self, frame: Frame) -> Delivery:
        answer = self._site.send(frame)
        if answer.delivery in _FINAL:
            self._back_off.reset()
        else:
            pause_s = _PAUSES_S.get(answer.delivery) or self._back_off.next_s()
            self._try_at = time.monotonic() + pause_s
        self._log_changes(answer)
        return answer.delivery

    def _log_changes(self, answer: SendResult) -> None:
        """Log a result that differs from the one before, so that an outage is one line."""
        waiting = len(self._spool)
        if answer.delivery is Delivery.PERMANENT_FAILURE:
            logger.warning("%s: a picture is given up: %s", self._name, answer.words)
        elif answer.delivery is Delivery.ACCEPTED:
            if self._last.delivery not in _FINAL:
                logger.info("%s: the site takes pictures again; %d wait", self._name, waiting)
        elif answer != self._last:
            kept = "not sent" if answer.delivery is Delivery.NOT_WANTED else "kept on disk"
            logger.warning("%s: %s; pictures are %s until then", self._name, answer.words, kept)
        self._last = answer
