"""A client of the JSON API that costs the processor little: bodies are built once."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

_BOUNDARY = "gazokako-benchmark"
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Parcel:
    """A multipart body, ready to be posted, and how many pictures are in it."""

    body: bytes
    pictures: int
    content_type: str = f"multipart/form-data; boundary={_BOUNDARY}"


def parcel(picture: bytes, recipe: list[dict[str, Any]], pictures: int = 1) -> Parcel:
    """The same picture several times, with one recipe."""
    field = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="recipe"\r\n\r\n'
    head = (
        f"--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="files"; filename="picture.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    files = b"".join(head.encode() + picture + b"\r\n" for _ in range(pictures))
    text = f"{field}{json.dumps(recipe)}\r\n".encode()
    return Parcel(text + files + f"--{_BOUNDARY}--\r\n".encode(), pictures)


@dataclass(frozen=True)
class Receipt:
    """An accepted upload, and what it takes to delete it."""

    slug: str
    delete_token: str


class Client:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)

    def post(self, sent: Parcel) -> Receipt:
        """Post pictures; returns once the site has accepted all of them."""
        kind = {"Content-Type": sent.content_type}
        answer = self._ask("POST", "/api/v1/uploads", sent.body, kind)
        if len(answer["pictures"]) != sent.pictures:
            raise RuntimeError(f"the site refused pictures: {answer['refused']}")
        return Receipt(answer["slug"], answer["delete_token"])

    def remove(self, upload: Receipt) -> None:
        """Delete an upload and its files."""
        token = {"X-Delete-Token": upload.delete_token}
        self._ask("DELETE", f"/api/v1/uploads/{upload.slug}", headers=token)

    def wait(self, upload: Receipt) -> None:
        """Return when every picture of an upload is done."""
        state = "queued"
        while state in ("queued", "running"):
            state = self._ask("GET", f"/api/v1/uploads/{upload.slug}?wait=25")["state"]
        if state != "done":
            raise RuntimeError(f"an upload ended as {state}")

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        self._connection.request(method, path, body, headers or {})
        response = self._connection.getresponse()
        content = response.read()
        if response.status not in (200, 202, 204):
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return json.loads(content) if content else None


def post_all(port: int, parcels: Sequence[Parcel], connections: int) -> list[Receipt]:
    """Post from several connections at once."""

    def post_share(share: Sequence[Parcel]) -> list[Receipt]:
        client = Client(port)
        return [client.post(sent) for sent in share]

    with ThreadPoolExecutor(connections) as threads:
        shares = [parcels[first::connections] for first in range(connections)]
        return [upload for uploads in threads.map(post_share, shares) for upload in uploads]


def remove_all(port: int, uploads: Sequence[Receipt]) -> None:
    """Delete uploads, one after the other."""
    client = Client(port)
    for upload in uploads:
        client.remove(upload)
