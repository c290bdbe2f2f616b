"""Pictures of faces that are corrected through the API."""

import json

from django.core.files.storage import default_storage
from django.test import Client

from processing.images import decode
from processing.limits import Limits
from uploads.models import Picture
from uploads.tasks import process_picture

SOLID = [{"op": "faces", "style": "solid", "margin": 0.0, "lossless": False}]
BOX = {"x": 300, "y": 400, "width": 60, "height": 50}


def pixels(picture: Picture):
    with default_storage.open(picture.result) as file:
        return decode(file.read(), Limits())[0]


def current() -> Picture:
    return Picture.objects.get()


def run() -> Picture:
    process_picture(current().pk)
    return current()


def ask(sent, body: object, token: str | None = None, number: int = 1):
    return Client().post(
        f"/api/v1/uploads/{sent.upload.slug}/pictures/{number}/faces",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"X-Delete-Token": sent.delete_token if token is None else token},
    )


def is_black(picture: Picture, face: dict[str, int]) -> bool:
    x, y = face["x"] + 5, face["y"] + 5
    return not pixels(picture)[y : y + face["height"] - 10, x : x + face["width"] - 10].any()
