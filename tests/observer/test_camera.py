"""Pictures of a camera, which here is a film."""

import itertools
import threading

import cv2
import numpy as np
import pytest

from observer.camera import CameraLost, LocalCamera, next_due
from tests.observer.films import write_film
from tests.processes import free_port


@pytest.fixture
def film(tmp_path):
    return write_film(tmp_path / "film.avi", frames=5)


def frames(source, stopping=None):
    camera = LocalCamera(str(source), 1280, 720, 85, "hello")
    return camera.frames(0.01, stopping or threading.Event())


def test_every_picture_is_a_jpeg_with_its_time_and_comment(film):
    taken = list(itertools.islice(frames(film), 4))

    decoded = [cv2.imdecode(np.frombuffer(one.jpeg, np.uint8), 1) for one in taken]
    assert [round(float(image.mean()) / 50) for image in decoded] == [0, 1, 2, 3]
    assert decoded[0].shape == (48, 64, 3)
    assert {one.comment for one in taken} == {"hello"}
    assert len({one.time for one in taken}) == 4


def test_a_film_that_ends_is_a_camera_that_is_lost(film):
    with pytest.raises(CameraLost, match="stopped giving pictures"):
        list(frames(film))


@pytest.mark.parametrize("source", ["/no/such/film.avi", "/dev/video77", "97"])
def test_a_camera_that_is_not_there_is_reported(source):
    with pytest.raises(CameraLost, match="cannot be opened"):
        next(frames(source))


def test_a_network_camera_that_is_not_there_is_reported():
    with pytest.raises(CameraLost, match="cannot be opened"):
        next(frames(f"http://127.0.0.1:{free_port()}/stream"))


def test_it_ends_when_it_is_asked_to(film):
    stopping = threading.Event()
    running = frames(film, stopping)
    next(running)

    stopping.set()

    assert list(running) == []


@pytest.mark.parametrize(
    ("now", "expected"), [(10.0, 12.0), (11.9, 12.0), (12.1, 14.0), (17.0, 18.0), (9.0, 12.0)]
)
def test_the_beat_is_kept_and_missed_ones_are_skipped(now, expected):
    assert next_due(10.0, now, 2.0) == expected
