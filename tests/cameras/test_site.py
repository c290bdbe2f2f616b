"""Cameras through real processes: what fails, what is killed, and who goes on all the same."""

import os
import signal
import socket
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
import pytest
import requests

from processing import faces
from processing.frames import decode_reduced
from processing.limits import Limits
from tests.cameras import films
from tests.cameras.camera_stack import CameraStack, rss_mb, wait_for
from tests.cameras.network_camera import network_camera
from tests.cameras.viewer import Viewer

SECRET = "streng-geheim"  # noqa: S105  (made up, looked for in the log)
MAX_VIEWERS = 6
INTERRUPTED_S = 3
"""No capture begins anew so soon; a busy machine may well keep one waiting for a second."""

FAULTS = {
    "silent": "stopped sending",
    "drip": "stopped sending",
    "garbage": "cannot be read",
    "half": "cannot be read",
    "page": "not a camera",
    "unplugged": "cannot be reached",
}


@pytest.fixture(scope="module")
def walk(astronaut):
    return films.walk(astronaut)


@pytest.fixture(scope="module")
def camera_stack(walk):
    """A site of its own, since processes are killed here, with all cameras of these tests.

    `well` never fails; `faces` shows a face, `hidden` must not.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gazokako-cam-", ignore_cleanup_errors=True) as folder,
        network_camera(films.counting()) as well,
        network_camera(walk) as face,
    ):
        camera_stack = CameraStack(
            Path(folder), MAX_VIEWERS=str(MAX_VIEWERS), CAMERAS_PER_PROCESS="6"
        )
        try:
            camera_stack.open()
            camera_stack.command("camera", "off", "demo")
            camera_stack.add(
                {"slug": "well", "source": well.url},
                {"slug": "faces", "source": face.url},
                {"slug": "hidden", "source": face.url, "hide_faces": True},
                {"slug": "away", "source": "http://127.0.0.1:1/video"},
            )
            camera_stack.wait("well", "live")
            yield camera_stack
        finally:
            camera_stack.close()


def image_of(jpeg):
    return decode_reduced(jpeg, Limits())


def test_viewers_see_at_once_what_there_is_and_every_part_says_when_it_was_taken(camera_stack):
    camera_stack.wait("well", "live")
    with Viewer(camera_stack.url("well", "stream")) as viewer:
        wait_for(lambda: viewer.seen() >= 10)

    assert viewer.status == 200
    assert viewer.headers["content-type"] == "multipart/x-mixed-replace; boundary=frame"
    ages = [time.time() - part.taken_at for part in viewer.parts]
    assert all(-1 < age < 30 for age in ages)
    assert len({part.jpeg for part in viewer.parts}) > 3


def test_no_face_leaves_the_worker_where_faces_are_hidden(camera_stack):
    camera_stack.wait("hidden", "live")
    camera_stack.wait("faces", "live")
    found = {"faces": 0, "hidden": 0}
    for slug in found:
        with Viewer(camera_stack.url(slug, "stream")):
            seen: set[bytes] = set()
            deadline = time.monotonic() + 30
            while len(seen) < 16 and time.monotonic() < deadline:
                for _id, fields in camera_stack.redis.xrange(camera_stack.key(slug, "frames")):
                    if fields[b"jpeg"] not in seen:
                        seen.add(fields[b"jpeg"])
                        found[slug] += len(faces.find(image_of(fields[b"jpeg"])))
        snapshot = requests.get(camera_stack.url(slug, "snapshot"), timeout=10)
        found[slug] += len(faces.find(image_of(snapshot.content)))
        found[slug] += len(faces.find(still(camera_stack, slug)))

    assert found["hidden"] == 0
    assert found["faces"] > 10


def still(camera_stack, slug):
    """A picture at full size, in grey, made from what the worker gives out for a capture."""
    sent = requests.post(
        f"{camera_stack.address}/api/v1/cameras/{slug}/captures",
        json={"recipe": [{"op": "grayscale"}]},
        timeout=20,
    )
    assert sent.status_code == 202, sent.text
    address = f"{camera_stack.address}/api/v1/uploads/{sent.json()['slug']}?wait=25"
    (picture,) = requests.get(address, timeout=40).json()["pictures"]
    content = requests.get(picture["result_url"], timeout=10).content
    return image_of(content)


def test_every_fault_is_told_and_mended_by_itself_while_another_camera_goes_on(camera_stack):
    camera_stack.command("camera", "off", "faces")
    camera_stack.command("camera", "off", "hidden")
    with ExitStack() as stack:
        cameras = {fault: stack.enter_context(network_camera(films.counting())) for fault in FAULTS}
        well = stack.enter_context(Viewer(camera_stack.url("well", "stream")))
        for some in (list(FAULTS)[:3], list(FAULTS)[3:]):
            fail_and_mend(camera_stack, {fault: cameras[fault] for fault in some})
        assert well.largest_gap_s() < INTERRUPTED_S
    assert SECRET not in camera_stack.log()


def fail_and_mend(camera_stack, cameras):
    """Have cameras work, fail each in its way, and work again."""
    camera_stack.add(
        *(
            {"slug": fault, "source": f"http://user:{SECRET}@127.0.0.1:{camera.port}/{SECRET}"}
            for fault, camera in cameras.items()
        )
    )
    for fault in cameras:
        camera_stack.wait(fault, "live")
    for fault, camera in cameras.items():
        if fault == "unplugged":
            camera.unplug()
        camera.mode = fault
    for fault in cameras:
        camera_stack.wait(fault, "offline", FAULTS[fault])
        ((_id, newest),) = camera_stack.redis.xrevrange(camera_stack.key(fault, "frames"), count=1)
        assert np.ptp(image_of(newest[b"jpeg"]).astype(int), axis=2).max() < 8
        assert camera_stack.camera(fault)["last_frame_at"] is not None
        answer = requests.get(camera_stack.url(fault, "snapshot"), timeout=10)
        assert (answer.status_code, FAULTS[fault] in answer.text) == (503, True)
    with ExitStack() as stack:
        for fault, camera in cameras.items():
            camera.mode = "well"
            if fault == "unplugged":
                stack.enter_context(network_camera(films.counting(), port=camera.port))
        for fault in cameras:
            camera_stack.wait(fault, "live", timeout_s=60)
        camera_stack.remove(*cameras)


def test_a_capture_that_dies_again_and_again_is_offline_and_tried_ever_less_often(camera_stack):
    camera_stack.add({"slug": "crash", "source": "demo:"})
    pause = camera_stack.key("crash", "start_pause")

    def is_killed_and_paused():
        if token := camera_stack.token("crash"):
            with suppress(ProcessLookupError):
                os.kill(int(token.split()[1]), signal.SIGKILL)
        camera = camera_stack.camera("crash")
        is_told = camera["state"] == "offline" and "program that reads" in camera["reason"]
        return is_told and camera_stack.redis.exists(pause)

    wait_for(is_killed_and_paused, 90, camera_stack.log)
    assert int(camera_stack.redis.get(camera_stack.key("crash", "starts"))) >= 3
    assert camera_stack.camera("well")["state"] == "live"
    camera_stack.remove("crash")


def test_a_killed_capture_is_replaced_and_what_a_frozen_one_does_later_reaches_nobody(camera_stack):
    camera_stack.add({"slug": "second", "source": "demo:"})
    camera_stack.wait("second", "live")
    camera_stack.wait("well", "live")
    killed = camera_stack.owner("second")
    frozen, old = camera_stack.owner("well"), camera_stack.token("well")
    os.kill(frozen, signal.SIGSTOP)
    os.kill(killed, signal.SIGKILL)
    try:
        wait_for(lambda: camera_stack.token("well") not in (b"", old), on_failure=camera_stack.log)
        camera_stack.wait_for_frame("well")
        camera_stack.wait_for_frame("second")
        assert camera_stack.owner("second") != killed
        owner = camera_stack.token("well")
    finally:
        os.kill(frozen, signal.SIGCONT)

    before = camera_stack.taken("well")[-1]
    time.sleep(1)  # for what the old one may still try
    camera_stack.wait_for_frame("well")
    assert camera_stack.token("well") == owner
    assert sorted(camera_stack.taken("well")) == camera_stack.taken("well")
    assert camera_stack.taken("well")[-1] > before
    camera_stack.remove("second")


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


def deaf_viewer(camera_stack, slug):
    connection = socket.create_connection(
        ("127.0.0.1", int(camera_stack.address.rsplit(":", 1)[1]))
    )
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(f"GET /cameras/{slug}/stream/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection


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


def test_a_camera_beyond_the_places_of_the_worker_is_told_so_and_gets_the_next_one(camera_stack):
    names = [f"more-{number}" for number in range(6)]
    camera_stack.add(*({"slug": name, "source": "demo:"} for name in names))

    def without():
        return [name for name in names if camera_stack.camera(name)["state"] == "offline"]

    wait_for(lambda: len(without()) == 2, on_failure=camera_stack.log)
    waiting = without()
    assert "places" in camera_stack.camera(waiting[0])["reason"]
    camera_stack.remove(next(name for name in names if name not in waiting))
    names = waiting
    wait_for(lambda: len(without()) == 1, on_failure=camera_stack.log)
    camera_stack.remove(*(f"more-{number}" for number in range(6)))


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


def test_a_camera_worker_told_to_stop_gives_its_cameras_back_at_once(camera_stack):
    camera_stack.wait("well", "live")
    camera_stack.stop("camera")

    assert camera_stack.token("well") == b""
    assert not camera_stack.redis.exists(camera_stack.key("well", "starts"))
    camera_stack.start("camera")
    camera_stack.wait("well", "live")


def test_a_web_process_told_to_stop_ends_its_streams_first(camera_stack):
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
