"""What Redis mirrors of a camera's row."""

from cameras import keys
from cameras.live.desired import Desired, desired_of, mirror, mirror_removed, redis_time_us
from core.redis_client import redis_client


def test_it_says_version_power_and_when_the_row_was_read(camera):
    read_at_us = redis_time_us()

    assert mirror(camera, read_at_us)

    assert desired_of(camera.pk) == Desired(1, True, read_at_us)
    assert 0 < redis_client().ttl(keys.desired(camera.pk)) <= 60


def test_an_older_row_does_not_replace_a_later_one(camera):
    camera.version = 3
    mirror(camera)
    camera.version = 2

    assert not mirror(camera)

    assert desired_of(camera.pk).version == 3


def test_a_removed_camera_ends_all_its_versions(camera):
    mirror_removed(camera.pk, camera.version)

    assert desired_of(camera.pk).ends(camera.version)


def test_a_camera_of_which_nothing_is_known_has_none(camera):
    assert desired_of(camera.pk) is None


def test_a_later_version_ends_frames_and_so_does_the_switch():
    assert Desired(2, True, 0).ends(1)
    assert Desired(2, False, 0).ends(2)
    assert not Desired(2, True, 0).ends(2)
    assert not Desired(1, False, 0).ends(2)
