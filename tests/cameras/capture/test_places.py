"""Places of a camera process are for cameras that deliver."""

import pytest

from cameras import keys
from cameras.capture.crash_back_off import may_start
from cameras.capture.lease import leased_version, take_lease
from cameras.capture.loop import capture
from cameras.capture.places import is_place_wanted, pause_without_place, want_place
from cameras.live.status_reader import status_of
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras.capture.capturing import ended_when

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_without_a_place_says_so(camera, settings):
    settings.CAMERAS_PER_PROCESS = 1
    other = Camera.objects.create(slug="other", source="demo:", is_on=True)
    take_lease(other.pk, "worker", 1)

    capture(camera.pk, "worker")

    assert status_of(camera).reason == "no_place"
    assert is_place_wanted()


def test_a_camera_that_delivers_nothing_gives_its_place_to_one_that_waits(camera):
    Camera.objects.update(source="http://127.0.0.1:1/")
    want_place()

    capture(camera.pk, "worker")

    camera.refresh_from_db()
    assert (status_of(camera).reason, leased_version(camera.pk)) == ("unreachable", None)
    assert not may_start(camera.pk)


def test_a_camera_that_delivers_keeps_its_place_whoever_waits(camera):
    want_place()

    with ended_when(lambda: redis_client().xlen(keys.frames(camera.pk)) >= 2, camera):
        capture(camera.pk, "worker")

    assert may_start(camera.pk)


def test_a_camera_without_a_place_is_tried_ever_less_often(camera):
    assert [pause_without_place(camera.pk) for _time in range(6)] == [8, 16, 32, 60, 60, 60]
