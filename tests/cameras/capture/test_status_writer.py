"""What a capture tells Redis, also when Redis is away for a while."""

import tempfile
from pathlib import Path

import pytest

from cameras import keys
from cameras.capture.lease import Lease, LeaseLost, take_lease
from cameras.capture.status_writer import StatusWriter
from cameras.live.frame_buffer import EncodedFrame, newest_frame
from cameras.sources.jpeg_frame import JpegFrame
from core.redis_client import redis_client
from tests.environment import start_valkey


@pytest.fixture
def report():
    redis_client().flushdb()
    return reporting()


def reporting():
    lease = take_lease(1, "worker", 1)
    assert isinstance(lease, Lease)
    return StatusWriter(lease)


def stored_status():
    return {
        name.decode(): value.decode()
        for name, value in redis_client().hgetall(keys.status(1)).items()
    }


def test_the_first_shot_tells_its_size_and_that_the_camera_is_live(report, jpeg):
    report.seen(JpegFrame(5.0, jpeg))
    report.publish(EncodedFrame(jpeg, 5.0))

    status = stored_status()
    assert (status["state"], status["width"], status["height"]) == ("live", "64", "48")
    assert float(status["last_frame_at"]) == 5.0


def test_an_offline_camera_shows_its_last_frame_in_grey_once(report, jpeg):
    report.publish(EncodedFrame(jpeg, 5.0))

    report.offline("hung")
    report.offline("unreachable")

    assert (newest_frame(1, 1).is_grey, newest_frame(1, 1).taken_at) == (True, 5.0)
    assert redis_client().xlen(keys.frames(1)) == 2
    assert (stored_status()["state"], stored_status()["reason"]) == ("offline", "unreachable")


def test_after_it_was_live_again_it_is_greyed_again(report, jpeg):
    report.publish(EncodedFrame(jpeg, 5.0))
    report.offline("hung")
    report.seen(JpegFrame(9.0, jpeg))
    report.publish(EncodedFrame(jpeg, 9.0))

    report.offline("hung")

    assert (newest_frame(1, 1).is_grey, newest_frame(1, 1).taken_at) == (True, 9.0)


def test_a_camera_that_never_showed_anything_can_be_offline(report):
    report.offline("unreachable")

    assert newest_frame(1, 1) is None
    assert stored_status()["state"] == "offline"


def test_while_redis_is_away_a_capture_goes_on_and_nobody_wants_anything(settings, jpeg):
    with tempfile.TemporaryDirectory(prefix="gk-") as folder:
        server = start_valkey(Path(folder))
        settings.REDIS_URL = f"unix://{folder}/valkey.sock"
        redis_client.cache_clear()
        try:
            report = reporting()
            redis_client().set(keys.frame_requested(1), 1)
            report.publish(EncodedFrame(jpeg, 5.0))
            assert report.demand.needs_frames
            server.terminate()
            server.wait(10)

            report.seen(JpegFrame(6.0, jpeg))
            report.publish(EncodedFrame(jpeg, 6.0))
            report.answer_stills(EncodedFrame(jpeg, 6.0))
            report.offline("hung")
            assert not report.demand.needs_frames

            server = start_valkey(Path(folder))
            with pytest.raises(LeaseLost):  # this server forgets everything when it ends
                report.publish(EncodedFrame(jpeg, 7.0))
        finally:
            server.terminate()
            server.wait(10)
            redis_client.cache_clear()


def test_who_lost_the_lease_hears_of_it(report, jpeg):
    redis_client().set(keys.lease(1), "another")

    with pytest.raises(LeaseLost):
        report.publish(EncodedFrame(jpeg, 5.0))
    assert newest_frame(1, 1) is None
