"""Visitors: they post pictures by page and by API, and remember what was acknowledged."""

import re
import threading
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

import requests

SLOW_RECIPE = '[{"op": "faces"}, {"op": "even_light"}, {"op": "faces"}]'
_PATIENCE_S = 240
_RUSH_UPLOADS = 8
_PAUSE_S = 0.5


class Visitors:
    """A crowd in one: `sent` holds the slug of every upload that the site acknowledged."""

    def __init__(self, address: str, authority: Path, pictures: list[bytes]) -> None:
        self.address = address
        self.authority = str(authority)
        self.pictures = pictures
        self.sent: list[str] = []
        self.turned_away = 0

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET a path of the site, or a whole address elsewhere."""
        return requests.get(
            urljoin(self.address, path), verify=self.authority, timeout=40, **options
        )

    def post_to_api(self) -> str:
        """Post by the API; returns the slug."""
        answer = requests.post(
            f"{self.address}/api/v1/uploads",
            files=self._files(),
            data={"recipe": SLOW_RECIPE},
            verify=self.authority,
            timeout=60,
        )
        if answer.status_code != 202:
            raise RuntimeError(f"the API answered {answer.status_code}: {answer.text[:500]}")
        return self._remember(answer.json()["slug"])

    def post_to_page(self) -> str:
        """Post by the form, with the cookie and token that the page gave; returns the slug."""
        with requests.Session() as browser:
            browser.trust_env, browser.verify = False, self.authority
            page = browser.get(self.address, timeout=60)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
            answer = browser.post(
                f"{self.address}/",
                files=self._files(),
                data={"recipe": "faces", "csrfmiddlewaretoken": token[1] if token else ""},
                headers={"Origin": self.address},
                timeout=60,
                allow_redirects=False,
            )
        if answer.status_code != 303:
            raise RuntimeError(f"the page answered {answer.status_code}: {answer.text[-2000:]}")
        return self._remember(answer.headers["Location"].split("/")[2])

    def state(self, slug: str, wait_s: int = 0) -> dict[str, Any]:
        answer = self.get(f"/api/v1/uploads/{slug}?wait={wait_s}")
        answer.raise_for_status()
        return dict(answer.json())

    def unfinished(self) -> int:
        """How many of the acknowledged pictures are not done yet."""
        pictures = [picture for slug in self.sent for picture in self.state(slug)["pictures"]]
        return sum(picture["state"] != "done" for picture in pictures)

    def lost(self) -> list[str]:
        """The acknowledged uploads that are not done, each after a patient wait."""
        ends = {slug: self.end_of(slug) for slug in self.sent}
        return [
            f"{slug}: {', '.join(sorted(end))}" for slug, end in ends.items() if end != {"done"}
        ]

    def end_of(self, slug: str) -> set[str]:
        """The states of an upload's pictures once all have ended, or patience has."""
        deadline = time.monotonic() + _PATIENCE_S
        states = {"queued"}
        while states & {"queued", "running"} and time.monotonic() < deadline:
            states = {picture["state"] for picture in self.state(slug, 20)["pictures"]}
        return states

    def _files(self) -> list[tuple[str, tuple[str, bytes]]]:
        return [("files", (f"{n}.jpg", content)) for n, content in enumerate(self.pictures)]

    def _remember(self, slug: str) -> str:
        self.sent.append(slug)
        return slug


class Rush:
    """Posts uploads, by API and page in turn, while a `with` block runs.

    A visitor who is turned away (an answer that is no acknowledgement, or a broken connection) is
    counted: that is for him to see and repeat, and no picture of his is lost.
    """

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._post)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _post(self) -> None:
        posts = cycle([self._visitors.post_to_api, self._visitors.post_to_page])
        for post in islice(posts, _RUSH_UPLOADS):
            if self._over.wait(_PAUSE_S):
                return
            try:
                post()
            except (requests.RequestException, RuntimeError):
                self._visitors.turned_away += 1
