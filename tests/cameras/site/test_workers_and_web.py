"""The camera worker full, killed and stopped; Redis restarted; at last the web process stopped."""

import signal
import time
from contextlib import ExitStack

from tests.cameras.viewer import Viewer, deaf_viewer
from tests.waiting import wait_for


def test_a_camera_beyond_the_places_of_the_worker_says_so_and_gets_the_next_one(camera_stack):
    camera_stack.remove("faces", "hidden")  # of six places, `well` holds one then
    names = [f"more-{number}" for number in range(7)]
    camera_stack.add(*({"slug": name, "source": "demo:"} for name in names))

    def without():
        return [name for name in names if camera_stack.camera(name)["state"] == "offline"]

    wait_for(lambda: len(without()) == 2, on_failure=camera_stack.log)
    waiting = without()
    assert "places" in camera_stack.camera(waiting[0])["reason"]
    camera_stack.remove(next(name for name in names if name not in waiting))
    names = waiting
    wait_for(lambda: len(without()) == 1, on_failure=camera_stack.log)
    camera_stack.remove(*(f"more-{number}" for number in range(7)))


def test_cameras_that_cannot_be_reached_take_no_place_from_one_that_can(camera_stack):
    camera_stack.wait("well", "live")
    names = [f"dead-{number}" for number in range(8)]
    camera_stack.add(*({"slug": name, "source": "http://127.0.0.1:1/video"} for name in names))
    wait_for(lambda: all(camera_stack.camera(name)["state"] == "offline" for name in names))
    camera_stack.add({"slug": "late", "source": "demo:"})

    camera_stack.wait("late", "live")
    camera_stack.wait_for_frame("well")
    camera_stack.remove("late", *names)


def test_redis_may_be_restarted_while_cameras_run_and_viewers_watch(camera_stack):
    camera_stack.wait("well", "live")
    with Viewer(camera_stack.url("well", "stream")) as viewer:
        wait_for(lambda: viewer.seen() > 3)
        camera_stack.stop("valkey")
        camera_stack.start("valkey")
        began = time.time()

        wait_for(lambda: viewer.parts[-1].taken_at > began + 1, on_failure=camera_stack.log)
        assert not viewer.has_ended.is_set()
    camera_stack.wait("well", "live")


def test_a_killed_camera_worker_that_is_started_again_takes_its_cameras_up(camera_stack):
    camera_stack.stop("camera", signal.SIGKILL)
    wait_for(lambda: camera_stack.camera("well")["state"] == "offline")
    camera_stack.start("camera")

    camera_stack.wait_for_frame("well")
    camera_stack.wait("well", "live")


def test_a_camera_worker_asked_to_stop_gives_its_cameras_back_at_once(camera_stack):
    camera_stack.wait("well", "live")
    camera_stack.stop("camera")

    assert camera_stack.token("well") == b""
    assert not camera_stack.redis.exists(camera_stack.key("well", "starts"))
    camera_stack.start("camera")
    camera_stack.wait("well", "live")


def test_a_web_process_asked_to_stop_ends_its_streams_first(camera_stack):
    camera_stack.wait("well", "live")
    with ExitStack() as stack:
        viewers = [
            stack.enter_context(Viewer(camera_stack.url("well", "stream"))) for _ in range(3)
        ]
        stack.enter_context(deaf_viewer(camera_stack, "well"))
        wait_for(lambda: all(viewer.seen() > 1 for viewer in viewers))

        camera_stack.stop("web")

        for viewer in viewers:
            assert viewer.has_ended.wait(10)
            assert viewer.ended_cleanly
