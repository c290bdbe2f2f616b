"""What is said of a camera, from what its owner written and whether it still has one."""

import pytest

from cameras import keys
from cameras.capture.lease import take_lease
from cameras.capture.power import apply_power, switch
from cameras.live.status_reader import status_of
from core.redis_client import redis_client


def state(camera):
    status = status_of(camera)
    return status.state, status.reason


def test_a_live_camera_says_what_its_source_gives(camera):
    lease = take_lease(camera.pk, "worker", 1)
    lease.beat(state="live", width=1280, height=720, fps=24.9, last_frame_at=1.5)

    status = status_of(camera)

    assert (status.state, status.width, status.height, status.fps) == ("live", 1280, 720, 24.9)
    assert status.last_frame_at.timestamp() == 1.5


def test_a_camera_just_switched_on_is_starting(camera):
    apply_power(camera)

    assert state(camera) == ("starting", "")


def test_a_camera_that_no_process_takes_up_does_not_start_for_ever(camera):
    apply_power(camera)
    redis_client().delete(keys.grace(camera.pk))

    assert state(camera) == ("offline", "crashed")


@pytest.mark.parametrize("written", ["starting", "live"])
def test_the_status_of_a_dead_owner_holds_no_more(camera, written):
    apply_power(camera)
    lease = take_lease(camera.pk, "worker", 1)
    lease.beat(state=written, fps=10)
    assert state(camera) == (written, "")

    lease.release()

    assert state(camera) == ("offline", "crashed")
    assert status_of(camera).fps == 0


def test_the_reason_stays_when_the_owner_is_gone(camera):
    lease = take_lease(camera.pk, "worker", 1)
    lease.beat(state="offline", reason="hung")
    lease.release()

    assert state(camera) == ("offline", "hung")


@pytest.mark.django_db(transaction=True)
def test_off_on_off_on_in_a_moment_leaves_nothing_of_the_first_owner(camera):
    first = take_lease(camera.pk, "worker", 1)
    first.beat(state="live", fps=10, last_frame_at=1.0)

    for on in (False, True, False, True):
        switch(camera, on=on)

    assert state(camera) == ("starting", "")
    assert status_of(camera).last_frame_at is None


@pytest.mark.django_db(transaction=True)
def test_off_is_off_at_once(camera):
    lease = take_lease(camera.pk, "worker", 1)
    lease.beat(state="live")

    switch(camera, on=False)

    assert state(camera) == ("off", "")


def test_viewers_of_web_processes_that_fell_silent_do_not_count(camera):
    now = redis_client().time()[0]
    for process, count, left_s in (("one", 2, 4), ("two", 3, 4), ("dead", 90, -1)):
        redis_client().hset(keys.viewers(camera.pk), process, f"{count}:{now + left_s}")

    assert status_of(camera).viewers == 5


def test_what_a_capture_by_older_settings_wrote_holds_no_more(camera):
    lease = take_lease(camera.pk, "worker", 1)
    lease.beat(state="live", fps=10, last_frame_at=1.0)
    camera.hide_faces = True
    camera.save()

    status = status_of(camera)

    assert (status.state, status.fps, status.last_frame_at) == ("starting", 0.0, None)
