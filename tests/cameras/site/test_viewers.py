"""Viewers who read nothing, are too many, or whose camera is switched off or removed."""

from contextlib import ExitStack

import requests

from tests.cameras.camera_stack import rss_mb
from tests.cameras.site.stack_facts import INTERRUPTED_S, MAX_VIEWERS
from tests.cameras.slow_viewer import watch_slowly
from tests.cameras.viewer import Viewer, deaf_viewer
from tests.waiting import wait_for


def test_a_viewer_who_reads_nothing_takes_nothing_from_the_others(camera_stack):
    camera_stack.wait("well", "live")
    web = camera_stack.running["web"].pid
    with ExitStack() as stack:
        viewer = stack.enter_context(Viewer(camera_stack.url("well", "stream")))
        for _ in range(3):
            stack.enter_context(deaf_viewer(camera_stack, "well"))
        wait_for(lambda: viewer.seen() > 10)
        began, memory = viewer.seen(), rss_mb(web)
        wait_for(lambda: viewer.seen() > began + 50)

        assert viewer.largest_gap_s(began) < INTERRUPTED_S
        assert rss_mb(web) - memory < 20


def test_a_viewer_on_a_slow_line_skips_frames_instead_of_seeing_old_ones(camera_stack):
    """Less than a frame lies between a viewer and the one that comes next: a second, at 50 kB/s."""
    camera_stack.wait("faces", "live")

    parts = watch_slowly(camera_stack.url("faces", "stream"), bytes_per_s=50_000, seconds=12)

    assert len(parts) >= 5
    largest = max(part.size_bytes for part in parts)
    assert max(part.behind_bytes for part in parts) < 2 * largest


def test_more_viewers_than_the_cap_are_sent_away_and_seats_are_freed(camera_stack):
    wait_for(lambda: camera_stack.camera("well")["viewers"] == 0, on_failure=camera_stack.log)
    with ExitStack() as stack:
        for _ in range(MAX_VIEWERS):
            stack.enter_context(Viewer(camera_stack.url("well", "stream")))
        wait_for(lambda: camera_stack.camera("well")["viewers"] == MAX_VIEWERS)

        answer = requests.get(camera_stack.url("well", "stream"), timeout=10)

        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        assert requests.get(camera_stack.url("well", "snapshot"), timeout=10).status_code == 200
        assert requests.get(f"{camera_stack.address}/", timeout=10).status_code == 200
    wait_for(lambda: camera_stack.camera("well")["viewers"] == 0)
    with Viewer(camera_stack.url("well", "stream")) as viewer:
        assert viewer.status == 200


def test_a_seat_in_front_of_a_dead_camera_is_freed_too(camera_stack):
    camera_stack.wait("away", "offline", "cannot be reached")
    with deaf_viewer(camera_stack, "away"):
        wait_for(lambda: camera_stack.camera("away")["viewers"] == 1)

    wait_for(lambda: camera_stack.camera("away")["viewers"] == 0)


def test_switching_off_ends_the_stream_and_on_begins_anew(camera_stack):
    camera_stack.wait("well", "live")
    with Viewer(camera_stack.url("well", "stream")) as viewer:
        wait_for(lambda: viewer.seen() > 1)
        camera_stack.command("camera", "off", "well")

        assert viewer.has_ended.wait(20)
        assert viewer.ended_cleanly
    assert camera_stack.camera("well")["state"] == "off"
    assert requests.get(camera_stack.url("well", "stream"), timeout=10).status_code == 503
    camera_stack.command("camera", "on", "well")
    camera_stack.wait("well", "live")


def test_a_removed_camera_sends_its_viewers_away_and_leaves_nothing(camera_stack):
    camera_stack.command("camera", "add", "gone", "demo:", "--visibility", "public", "--on")
    camera_stack.wait("gone", "live")
    keys = camera_stack.key("gone", "*")
    with Viewer(camera_stack.url("gone", "stream")) as viewer:
        wait_for(lambda: viewer.seen() > 1)
        camera_stack.command("camera", "remove", "gone")

        assert viewer.has_ended.wait(20)
        assert viewer.ended_cleanly
    assert requests.get(camera_stack.url("gone", "stream"), timeout=10).status_code == 404
    wait_for(lambda: not camera_stack.redis.exists(keys.replace("*", "frames")))
