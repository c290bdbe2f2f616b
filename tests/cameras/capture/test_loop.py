"""The whole of one capture, in this process, until it is asked to end."""

import pytest
import trustme

from cameras import keys
from cameras.capture import loop as capturing
from cameras.capture.crash_back_off import note_start
from cameras.capture.lease import take_lease
from cameras.capture.loop import capture
from cameras.live.frame_buffer import EncodedFrame, newest_frame
from cameras.live.status_reader import status_of
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras.capture.capturing import ended_when, status_field
from tests.cameras.films import write_film

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_publishes_until_it_is_fenced_out_and_may_begin_anew_at_once(camera):
    with ended_when(lambda: redis_client().xlen(keys.frames(camera.pk)) >= 2, camera):
        capture(camera.pk, "worker")

    assert (status_field(camera, "state"), status_field(camera, "width")) == (b"live", b"640")
    assert not redis_client().exists(keys.lease(camera.pk), keys.starts(camera.pk))


def test_while_nobody_watches_it_publishes_once_a_second_and_more_when_asked(camera):
    stream = keys.frames(camera.pk)

    def published():
        is_there = redis_client().exists(stream)
        return redis_client().xinfo_stream(stream)["entries-added"] if is_there else 0

    def has_seen_both():
        if published() == 2:
            redis_client().set(keys.frame_requested(camera.pk), 1)
        return published() >= 12

    with ended_when(has_seen_both, camera):
        capture(camera.pk, "worker")

    taken = [float(fields[b"at"]) for _id, fields in redis_client().xrange(stream)]
    assert len(taken) == 8
    assert taken[-1] - taken[0] < 5


def test_a_bad_frame_now_and_then_is_passed_over(camera, plug_in):
    network_camera = plug_in("damaged")
    Camera.objects.update(source=network_camera.url)
    redis_client().set(keys.frame_requested(camera.pk), 1)
    stream = keys.frames(camera.pk)

    def has_enough():
        exists = redis_client().exists(stream)
        return exists and redis_client().xinfo_stream(stream)["entries-added"] >= 15

    with ended_when(has_enough, camera):
        capture(camera.pk, "worker")

    assert (status_field(camera, "state"), network_camera.connections) == (b"live", 1)


def test_with_bad_frames_alone_a_camera_is_offline(camera, plug_in):
    Camera.objects.update(source=plug_in("damaged_later").url)

    with ended_when(lambda: status_field(camera, "state") == b"offline", camera):
        capture(camera.pk, "worker")

    assert status_field(camera, "reason") == b"garbage"


def test_a_certificate_that_is_not_accepted_is_the_reason_in_the_status(camera, plug_in):
    own = trustme.CA().issue_cert("127.0.0.1")
    Camera.objects.update(source=plug_in(certificate=own).url)

    with ended_when(lambda: status_field(camera, "state") == b"offline", camera):
        capture(camera.pk, "worker")
        camera.refresh_from_db()
        seen = status_of(camera)
    assert (seen.reason, len(seen.certificate)) == ("certificate", 64)
    redis_client().flushdb()
    Camera.objects.update(certificate=seen.certificate)
    with ended_when(lambda: status_field(camera, "state") == b"live", camera):
        capture(camera.pk, "worker")


def test_a_camera_that_is_off_or_gone_or_owned_is_left_alone(camera):
    lease = take_lease(camera.pk, "another", 1)

    capture(camera.pk, "worker")
    Camera.objects.update(is_on=False)
    lease.release()
    capture(camera.pk, "worker")
    capture(camera.pk + 1000, "worker")

    assert not redis_client().exists(keys.lease(camera.pk), keys.frames(camera.pk))


def test_after_a_crash_the_last_picture_is_grey_until_there_is_a_new_one(camera, jpeg):
    camera.source = "http://127.0.0.1:1/"
    camera.save()
    lease = take_lease(camera.pk, "worker", 1, version=camera.version)
    lease.publish(EncodedFrame(jpeg, 5.0, version=camera.version), state="live")
    note_start(camera.pk)
    lease.release()

    with ended_when(lambda: status_field(camera, "reason") == b"unreachable", camera):
        capture(camera.pk, "worker")

    assert newest_frame(camera.pk, camera.version).is_grey
    assert redis_client().xlen(keys.frames(camera.pk)) == 2


def test_a_film_played_once_switches_its_camera_off(camera, clips):
    write_film(clips / "once.avi", frames=5, fps=20)
    Camera.objects.update(source="clip:once.avi", plays_once=True)

    capture(camera.pk, "worker")

    camera.refresh_from_db()
    assert (camera.is_on, status_of(camera).state) == (False, "off")


def test_a_mistake_of_ours_is_shown_recorded_and_raised(camera, monkeypatch):
    def mistake(_self, _raw_frame, _seen):
        raise ZeroDivisionError

    monkeypatch.setattr(capturing.FrameRenderer, "preview", mistake)

    with pytest.raises(ZeroDivisionError):
        capture(camera.pk, "worker")

    assert (status_field(camera, "state"), status_field(camera, "reason")) == (
        b"offline",
        b"failed",
    )
    assert not redis_client().exists(keys.lease(camera.pk))
