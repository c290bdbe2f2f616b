"""The reader of a channel, with the real Redis: what it shows, and when it ends."""

import asyncio
import logging

import pytest

from cameras.capture.lease import take_lease
from cameras.live import reader as reading
from cameras.live.channel import Channel
from cameras.live.desired import mirror
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.reader import FrameReader
from core.redis_client import async_redis_client


def watch(act, version=1, camera_id=1):
    """Open a channel with its reader, and do something with it."""

    async def run():
        channel = Channel(camera_id, version)
        redis = async_redis_client()
        channel.read_by(FrameReader(channel, redis).read())
        try:
            async with asyncio.timeout(60):
                return await act(channel)
        finally:
            channel.close()
            assert channel._reader is not None
            await asyncio.gather(channel._reader, return_exceptions=True)
            await redis.aclose()

    return asyncio.run(run())


def first_part(channel):
    return channel.after(0)


def publish(camera, *versions):
    """Frames, as captures of these versions publish them."""
    lease = take_lease(camera.pk, "worker", 1, version=versions[-1])
    for number, version in enumerate(versions, start=1):
        lease.publish(EncodedFrame(b"frame", float(number), version=version))


def test_a_frame_of_its_version_is_shown(camera):
    publish(camera, 2)

    part = watch(first_part, version=2, camera_id=camera.pk)

    assert b"X-Timestamp: 1.000000" in part.message["body"]


def test_a_frame_of_an_earlier_version_is_not_shown(camera):
    publish(camera, 1)

    async def wait_a_moment(channel):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(channel.after(0), 1)

    watch(wait_a_moment, version=2, camera_id=camera.pk)


def test_a_frame_of_a_later_version_ends_the_stream(camera):
    publish(camera, 1, 2)

    assert watch(first_part, version=1, camera_id=camera.pk) is None


def test_a_later_version_of_the_row_ends_the_stream(camera):
    camera.version = 2
    mirror(camera)

    assert watch(first_part, version=1, camera_id=camera.pk) is None


def test_a_reader_that_crashes_ends_the_stream_and_is_logged(camera, monkeypatch, caplog):
    def mistake(_fields):
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "frame_of", mistake)
    publish(camera, 1)

    with caplog.at_level(logging.ERROR):
        part = watch(first_part, camera_id=camera.pk)

    assert part is None
    (record,) = [record for record in caplog.records if "reader has crashed" in record.message]
    assert record.exc_info[0] is ZeroDivisionError


def test_a_camera_of_5_fps_is_not_sent_twice(camera):
    lease = take_lease(camera.pk, "worker", 1, version=1)
    frames = 20

    async def count(channel):
        for number in range(frames):
            lease.publish(EncodedFrame(b"frame", float(number), version=1))
            await asyncio.sleep(0.2)
        return (await channel.after(0)).serial

    assert watch(count, camera_id=camera.pk) < 1.5 * frames


@pytest.mark.parametrize(
    ("positions", "waits_s"),
    [
        ([b"1000-0"], [0.2, 0.8]),
        ([b"1000-0", b"1040-0"], [0.2, 0.8]),
        ([b"1000-0", b"1400-0"], [0.6, 0.4]),
        ([b"1000-0", b"9000-0"], [1.0]),
    ],
    ids=["unknown", "25 fps", "2.5 fps", "slower than 1 fps"],
)
def test_the_last_frame_is_repeated_once_the_next_is_late(monkeypatch, positions, waits_s):
    waited = []

    async def nothing_within(_reader, wait_s):
        waited.append(pytest.approx(wait_s))
        return []

    monkeypatch.setattr(FrameReader, "_within", nothing_within)
    reader = FrameReader(Channel(1, 1), async_redis_client())
    for position in positions:
        reader._keep_pace(position, 1)

    asyncio.run(reader._next())

    assert waited == waits_s
