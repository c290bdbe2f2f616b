"""Brings the frames of one camera to the site, and keeps on disk what it does not take."""

import logging
import queue
import threading
import time

from observer.back_off import BackOff
from observer.frame import Frame
from observer.site import Answer, Delivery, SiteClient
from observer.spool import Spool

logger = logging.getLogger(__name__)

_IN_HAND = 2
_GAP_S = 0.2
"""Between two frames of the spool: a site that has just come back is not flooded."""
_PAUSES_S = {Delivery.NOT_WANTED: 5.0, Delivery.REFUSED: 60.0}
_IS_OVER = (Delivery.ACCEPTED, Delivery.PERMANENT_FAILURE)


class Uploader:
    """Frames of now go first; those of the spool follow, oldest first, while the site is well."""

    def __init__(self, name: str, site: SiteClient, spool: Spool) -> None:
        self._name, self._site, self._spool = name, site, spool
        self._fresh: queue.Queue[Frame] = queue.Queue(_IN_HAND)
        self._sending: Frame | None = None
        self._back_off = BackOff()
        self._try_at = 0.0
        self._last = Answer(Delivery.ACCEPTED)

    def take(self, frame: Frame) -> None:
        """Have a frame sent soon. Never waits for the site."""
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
        """Send a frame of now, or keep it for later; while nobody wants any, let it go."""
        delivery = self._try(frame) if self._may_try() else self._last.delivery
        if delivery in (Delivery.UNREACHABLE, Delivery.REFUSED):
            self._spool.add(frame)
        return delivery

    def deliver_spooled(self) -> bool:
        """Send the oldest frame of the spool, if it is time to; whether there may be more."""
        frame = self._spool.oldest() if self._may_try() else None
        if frame is None:
            return False
        if self._try(frame) not in _IS_OVER:
            return False
        self._spool.remove(frame)
        return True

    def put_away(self) -> None:
        """Keep on disk what is in hand: this program ends. The site takes no frame twice."""
        if (sending := self._sending) is not None:
            self._spool.add(sending)
        while not self._fresh.empty():
            self._spool.add(self._fresh.get_nowait())

    def _may_try(self) -> bool:
        return time.monotonic() >= self._try_at

    def _try(self, frame: Frame) -> Delivery:
        answer = self._site.send(frame)
        if answer.delivery in _IS_OVER:
            self._back_off.reset()
        else:
            pause_s = _PAUSES_S.get(answer.delivery) or self._back_off.next_s()
            self._try_at = time.monotonic() + pause_s
        self._tell(answer)
        return answer.delivery

    def _tell(self, answer: Answer) -> None:
        """Say what has changed; an outage of a day is not a thousand lines."""
        waiting = len(self._spool)
        if answer.delivery is Delivery.PERMANENT_FAILURE:
            logger.warning("%s: a picture is given up: %s", self._name, answer.words)
        elif answer.delivery is Delivery.ACCEPTED:
            if self._last.delivery not in _IS_OVER:
                logger.info("%s: the site takes pictures again; %d wait", self._name, waiting)
        elif answer != self._last:
            kept = "not sent" if answer.delivery is Delivery.NOT_WANTED else "kept on disk"
            logger.warning("%s: %s; pictures are %s until then", self._name, answer.words, kept)
        self._last = answer
