"""One picture's job, run in this process against real rows, files and Redis."""

from itertools import cycle

import numpy as np
import pytest
from django.core.files.storage import default_storage

from core.redis_client import redis_client
from processing import closeups
from processing.images import decode
from processing.limits import Limits
from tests.processing.malformed_files import png_without_pixels
from uploads import rendering
from uploads.models import Picture
from uploads.removal import remove
from uploads.tasks import process_picture, purge_expired, remove_orphans, sweep_pictures


def stored(key: str) -> bytes:
    with default_storage.open(key) as file:
        return file.read()


def test_a_queued_picture_ends_done_with_its_result_in_storage(picture):
    process_picture(picture.pk)

    picture.refresh_from_db()
    result, _traits = decode(stored(picture.result), Limits())
    assert (picture.state, picture.media_type, result.ndim) == ("done", "image/jpeg", 2)
    assert (picture.width, picture.height) == (64, 48)


def test_three_steps_are_carried_out_in_order(send, jpeg):
    recipe = [{"op": "resize", "max_side": 32}, {"op": "rotate", "angle": 90}, {"op": "grayscale"}]
    picture = send(recipe=recipe).upload.pictures.get()

    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.width, picture.height) == (24, 32)
    result, _traits = decode(stored(picture.result), Limits())
    assert np.ptp(result.reshape(32, 24, -1).astype(int), axis=2).max() <= 8


def test_a_found_face_is_recorded_and_covered(send, face_jpeg, astronaut):
    picture = send({"face.jpg": face_jpeg}, [{"op": "faces"}]).upload.pictures.get()

    process_picture(picture.pk)

    picture.refresh_from_db()
    result, _traits = decode(stored(picture.result), Limits())
    (face,) = picture.faces
    inside = np.s_[face["y"] : face["y"] + face["height"], face["x"] : face["x"] + face["width"]]
    assert np.abs(result[inside].astype(int) - astronaut[inside]).mean() > 15
    assert np.abs(result[300:].astype(int) - astronaut[300:]).mean() < 5


def test_the_same_picture_gets_the_same_noise_however_often_it_is_sent(
    send, face_jpeg, monkeypatch
):
    """Else whoever has some of the results could take the mean of them."""
    answers = cycle([[0.9], [0.9], [0.0]])  # a face is seen until there is noise
    monkeypatch.setattr(closeups, "scores", lambda _image, _covers: next(answers))
    results = []
    for _time in range(2):
        picture = send({"face.jpg": face_jpeg}, [{"op": "faces"}]).upload.pictures.get()
        process_picture(picture.pk)
        picture.refresh_from_db()
        results.append(stored(picture.result))

    assert results[0] == results[1]


def test_a_second_delivery_of_the_same_message_changes_nothing(picture):
    process_picture(picture.pk)
    first = Picture.objects.values().get()

    process_picture(picture.pk)

    assert Picture.objects.values().get() == first


def test_a_picture_damaged_behind_its_header_fails_with_that_code(send):
    picture = send({"photo.png": png_without_pixels()}).upload.pictures.get()

    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code, picture.result) == ("failed", "damaged", "")


def test_a_bug_is_recorded_for_the_visitor_and_raised_for_the_log(picture, monkeypatch):
    def bug(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(rendering, "process", bug)
    with pytest.raises(ZeroDivisionError):
        process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code) == ("failed", "processing_failed")


def test_want_of_memory_fails_a_picture_at_once_and_ends_the_child(picture, monkeypatch, caplog):
    def too_large(*_args):
        raise MemoryError

    monkeypatch.setattr(rendering, "process", too_large)
    with pytest.raises(SystemExit):
        process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code) == ("failed", "too_many_pixels")
    assert picture.attempts == 1
    assert "needs more memory than is left here" in caplog.text


def test_a_picture_deleted_while_it_was_worked_on_leaves_no_result(picture, monkeypatch):
    keep = rendering.store
    kept: list[str] = []

    def deleted_meanwhile(source, key):
        remove(picture.upload)
        keep(source, key)
        kept.append(key)

    monkeypatch.setattr(rendering, "store", deleted_meanwhile)
    process_picture(picture.pk)

    assert not Picture.objects.exists()
    assert not default_storage.exists(kept[0])
    assert not default_storage.exists(picture.upload.folder)


def test_housekeeping_runs_as_tasks(picture):
    redis_client().flushdb()
    sweep_pictures()
    remove_orphans()
    purge_expired()

    assert Picture.objects.get().state == "queued"
