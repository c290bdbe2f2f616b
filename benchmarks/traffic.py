"""Visitors who keep sending pictures, and one who keeps reading pages, while the site is killed."""

import itertools
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus

import requests

from benchmarks.client import Parcel

_TIMEOUT_S = 60
_PAUSE_S = 0.2
_PAGE_EVERY_S = 0.1


@dataclass
class Senders:
    """Threads that post one upload after the other until so many were acknowledged."""

    address: str
    parcel: Parcel
    uploads: int
    slugs: list[str] = field(default_factory=list)
    """The uploads that were acknowledged: somebody has their link."""
    turned_away: Counter[str] = field(default_factory=Counter)
    """Posts that got another answer, by its status, or none (`no answer`)."""
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def run(self, connections: int) -> None:
        """Send everything; returns when all is acknowledged."""
        threads = [threading.Thread(target=self._send, daemon=True) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send(self) -> None:
        with requests.Session() as session:
            while next(self._numbers) < self.uploads:
                while not self._is_acknowledged(session):
                    time.sleep(_PAUSE_S)

    def _is_acknowledged(self, session: requests.Session) -> bool:
        try:
            answer = session.post(
                f"{self.address}/api/v1/uploads",
                self.parcel.body,
                headers={"Content-Type": self.parcel.content_type},
                timeout=_TIMEOUT_S,
            )
        except requests.RequestException:
            self.turned_away["no answer"] += 1
            return False
        if answer.status_code != HTTPStatus.ACCEPTED:
            self.turned_away[str(answer.status_code)] += 1
            return False
        self.slugs.append(answer.json()["slug"])
        return True


class PageReader(threading.Thread):
    """Reads the front page and result pages in turn, and keeps how long each took."""

    def __init__(self, address: str, slugs: list[str]) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self.other_answers: Counter[str] = Counter()
        self._address = address
        self._slugs = slugs
        self._is_over = threading.Event()

    def run(self) -> None:
        """Read until stopped."""
        with requests.Session() as session:
            for number in itertools.count():
                self._read(session, self._page(number))
                if self._is_over.wait(_PAGE_EVERY_S):
                    return

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _page(self, number: int) -> str:
        if number % 2 and self._slugs:
            return f"{self._address}/r/{random.choice(self._slugs)}/"  # noqa: S311
        return f"{self._address}/"

    def _read(self, session: requests.Session, address: str) -> None:
        began = time.perf_counter()
        try:
            answer = session.get(address, timeout=_TIMEOUT_S)
        except requests.RequestException:
            self.other_answers["no answer"] += 1
            return
        if answer.status_code == HTTPStatus.OK:
            self.seconds.append(time.perf_counter() - began)
        else:
            self.other_answers[str(answer.status_code)] += 1
