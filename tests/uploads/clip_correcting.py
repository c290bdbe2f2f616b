"""Clips whose persons are corrected through the API."""

import json

import av
from django.core.files.storage import default_storage
from django.test import Client

from uploads.models import Clip, Person
from uploads.tasks import process_clip

SOLID = [{"op": "faces", "style": "solid", "margin": 0.0}]
BOX = {"x": 10, "y": 180, "width": 60, "height": 40, "start_s": 0.0, "end_s": 0.12}


def current() -> Clip:
    return Clip.objects.get()


def run() -> Clip:
    process_clip(current().pk)
    return current()


def ask(sent, body: object, token: str | None = None, number: int = 1):
    return Client().post(
        f"/api/v1/uploads/{sent.upload.slug}/pictures/{number}/persons",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"X-Delete-Token": sent.delete_token if token is None else token},
    )


def frames_of(clip: Clip):
    with default_storage.open(clip.result) as stored, av.open(stored) as film:
        return [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]


def is_black(frame, person: Person) -> bool:
    x, y, width, height = (getattr(person, side) for side in ("x", "y", "width", "height"))
    part = frame[y + height // 4 : y + height * 3 // 4, x + width // 4 : x + width * 3 // 4]
    return bool(part.max() < 40)


def hidden() -> list[bool]:
    return list(Person.objects.values_list("is_hidden", flat=True))
