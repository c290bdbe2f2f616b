"""The supervisor brings every camera to what its row says."""

import pytest
from celery import current_app

from cameras import keys
from cameras.capture import supervision
from cameras.capture.crash_back_off import note_end, note_start
from cameras.capture.lease import LeaseLost, take_lease
from cameras.capture.power import request_capture
from cameras.capture.supervision import supervise
from cameras.live.desired import desired_of, mirror
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.status_reader import status_of
from cameras.models import Camera
from core.redis_client import redis_client


@pytest.fixture(autouse=True)
def as_often_as_asked(monkeypatch):
    monkeypatch.setattr(supervision, "_NOT_AGAIN_FOR_MS", 1)


def queued():
    with current_app.connection_for_read() as connection:
        return connection.default_channel.client.llen("cameras")


def forget_asking(camera):
    redis_client().delete(keys.capture_requested(camera.pk))


def test_a_missing_capture_is_put_on_the_queue_once(camera):
    assert supervise() == 1
    request_capture(camera.pk)

    assert queued() == 1


def test_a_camera_without_a_capture_is_told_of_once_each_time_it_has_none(camera, caplog):
    def lines():
        redis_client().delete(keys.SUPERVISED)
        supervise()
        return [record for record in caplog.records if "without a capture" in record.message]

    assert [len(lines()), len(lines())] == [1, 1]
    lease = take_lease(camera.pk, "worker", 1)
    assert len(lines()) == 1
    lease.release()

    assert [len(lines()), len(lines())] == [2, 2]
    assert lines()[0].getMessage().endswith(f"camera {camera.pk}")


def test_a_captured_camera_is_left_alone(camera):
    take_lease(camera.pk, "worker", 1).beat()

    assert (supervise(), queued()) == (0, 0)


def test_a_camera_that_should_be_off_loses_its_owner(camera):
    lease = take_lease(camera.pk, "worker", 1)
    Camera.objects.update(is_on=False)

    supervise()

    with pytest.raises(LeaseLost):
        lease.beat()


def test_the_live_view_is_given_what_the_row_says(camera):
    redis_client().flushdb()
    supervise()
    assert desired_of(camera.pk).is_on


def test_a_camera_removed_while_redis_was_away_loses_its_owner_and_its_frames(camera):
    lease = take_lease(camera.pk, "worker", 1)
    camera.delete()

    supervise()

    with pytest.raises(LeaseLost):
        lease.beat()


def test_messages_that_piled_up_are_worked_off_at_once(camera, monkeypatch):
    monkeypatch.setattr(supervision, "_NOT_AGAIN_FOR_MS", 60_000)
    supervise()
    forget_asking(camera)

    assert supervise() == 0
    assert queued() == 1


def test_a_capture_that_keeps_dying_is_started_ever_less_often(camera):
    pauses = []
    for _start in range(9):
        note_start(camera.pk)
        pauses.append(redis_client().ttl(keys.start_pause(camera.pk)))

    assert pauses == [-2, -2, 2, 4, 8, 16, 32, 60, 60]
    assert (supervise(), queued()) == (0, 0)


def test_a_capture_that_ended_in_order_may_begin_anew_at_once(camera):
    for _start in range(5):
        note_start(camera.pk)

    note_end(camera.pk)

    assert supervise() == 1
    assert note_start(camera.pk) == 1


def test_a_capture_by_an_older_row_ends_and_another_is_started(camera):
    lease = take_lease(camera.pk, "worker", 1)
    lease.publish(EncodedFrame(b"old", 1.0), state="live")
    Camera.objects.update(hide_faces=True)

    supervise()

    with pytest.raises(LeaseLost):
        lease.beat()
    assert queued() == 1
    assert not redis_client().exists(keys.frames(camera.pk))
    assert status_of(Camera.objects.get()).state == "starting"


def test_a_row_that_changed_since_it_was_read_ends_nothing(camera):
    newer = Camera.objects.get()
    newer.hide_faces = True
    newer.version = 2  # not yet committed where the supervisor reads
    mirror(newer)
    lease = take_lease(camera.pk, "worker", 1, version=2)

    supervise()

    assert lease.beat().viewers == 0
    assert desired_of(camera.pk).version == 2
