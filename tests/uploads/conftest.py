"""Uploads as the tests of this room need them."""

from collections.abc import Callable

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from processing.images import FileTraits, encode
from processing.recipe import Recipe
from tests.processing.clips.films import Film, scene
from tests.uploads import clip_correcting
from tests.uploads.correcting import SOLID, run
from uploads.intake import Submission, submit
from uploads.models import Clip, Picture
from uploads.tasks import process_picture
from uploads.upload_options import UploadOptions

Send = Callable[..., Submission]

GREY = [{"op": "grayscale"}]


@pytest.fixture
def send(db: None, jpeg: bytes) -> Send:
    """Submit pictures: bytes by name, one small JPEG by default."""

    def send(
        files: dict[str, bytes] | None = None,
        recipe: list[dict[str, object]] | None = None,
        expires_in_s: int = 3600,
    ) -> Submission:
        sent = [
            SimpleUploadedFile(name, content)
            for name, content in (files or {"photo.jpg": jpeg}).items()
        ]
        return submit(sent, Recipe.parse(recipe or GREY), expires_in_s)

    return send


@pytest.fixture
def picture(send: Send) -> Picture:
    """One queued picture."""
    return send().upload.pictures.get()


@pytest.fixture
def two_faces(astronaut) -> bytes:
    return encode(
        np.ascontiguousarray(np.tile(astronaut[:300], (1, 2, 1))), FileTraits("PNG")
    ).content


@pytest.fixture
def sent(send, two_faces):
    """A picture of two faces, both of them hidden, and what its sender holds."""
    submission = send({"two.png": two_faces}, SOLID)
    run()
    return submission


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> bytes:
    """A clip of six frames, with a face and sound."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    return Film(sound="aac").write(path, scene([(90, 60)] * 6)[0]).read_bytes()


@pytest.fixture
def clip(send, film) -> Clip:
    """One queued clip."""
    send({"clip.mp4": film}, [{"op": "faces"}])
    return Clip.objects.get()


@pytest.fixture(scope="module")
def two_people(tmp_path_factory) -> bytes:
    """A clip of six frames with two faces side by side."""
    frames, _ = scene([(10, 20)] * 6)
    others, _ = scene([(190, 60)] * 6)
    for frame, other in zip(frames, others, strict=True):
        frame[:, 180:] = other[:, 180:]
    path = tmp_path_factory.mktemp("clips") / "two.mp4"
    return Film().write(path, frames).read_bytes()


@pytest.fixture
def sent_clip(send, two_people) -> Submission:
    """A clip of two people, both of them hidden, and what its sender holds."""
    submission = send({"two.mp4": two_people}, clip_correcting.SOLID)
    clip_correcting.run()
    return submission


@pytest.fixture
def fast_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def closed(db, jpeg, fast_hash):
    """Send one picture whose link is closed, and have it made."""

    def closed(**options):
        files = [SimpleUploadedFile("a.jpg", jpeg)]
        recipe = Recipe.parse([{"op": "grayscale"}])
        upload = submit(files, recipe, 86_400, options=UploadOptions(**options)).upload
        process_picture(upload.pictures.get().pk)
        return upload

    return closed
