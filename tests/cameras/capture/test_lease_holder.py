"""What the owner of a lease writes to Redis with it, and what it learns there."""

from cameras import keys
from cameras.capture.lease import (
    take_lease,
)
from cameras.live.frame_buffer import MAX_FRAMES, EncodedFrame, newest_frame
from core.redis_client import redis_client
from tests.cameras.capture.leases import frames, take


def test_the_buffer_keeps_the_newest_frames_and_expires():
    owner = take()

    for number in range(MAX_FRAMES + 5):
        owner.publish(EncodedFrame(str(number).encode(), number))

    assert frames() == [str(number).encode() for number in range(5, MAX_FRAMES + 5)]
    assert newest_frame(1, 1) == EncodedFrame(b"12", 12.0)
    assert redis_client().ttl(keys.frames(1)) > 0


def test_the_owner_hears_who_watches_and_forgets_who_fell_silent():
    owner = take()
    now = redis_client().time()[0]
    redis_client().hset(keys.viewers(1), mapping={"web": f"3:{now + 4}", "dead": f"7:{now - 1}"})

    demand = owner.beat()

    assert (demand.viewers, demand.needs_frames) == (3, True)
    assert redis_client().hkeys(keys.viewers(1)) == [b"web"]


def test_what_is_wanted_of_it_is_heard_by_the_owner():
    owner = take()
    assert not owner.beat().needs_frames

    redis_client().set(keys.frame_requested(1), 1)
    redis_client().rpush(keys.stills(1), "somebody")

    demand = owner.beat()
    assert (demand.viewers, demand.needs_frames, demand.needs_still) == (0, True, True)


def test_frames_and_status_say_by_which_version_they_were_made():
    owner = take_lease(2, "worker", 9, version=3)
    owner.publish(EncodedFrame(b"new", 1.0, version=3), state="live")

    assert newest_frame(2, 3).jpeg == b"new"
    assert newest_frame(2, 2) is None
    assert redis_client().hget(keys.status(2), "version") == b"3"
