"""Cameras and captures that fail, while others go on."""

import os
import signal
import time
from contextlib import ExitStack, suppress

import numpy as np
import requests

from tests.cameras import films
from tests.cameras.network_camera import network_camera
from tests.cameras.site.stack_facts import INTERRUPTED_S, image_of
from tests.cameras.viewer import Viewer
from tests.waiting import wait_for

SECRET = "streng-geheim"  # noqa: S105  (made up, looked for in the log)

FAULTS = {
    "silent": "stopped sending",
    "drip": "stopped sending",
    "garbage": "cannot be read",
    "half": "cannot be read",
    "page": "not a camera",
    "unplugged": "cannot be reached",
}


def test_every_fault_is_shown_and_mended_by_itself_while_another_camera_goes_on(camera_stack):
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
        is_shown = camera["state"] == "offline" and "program that reads" in camera["reason"]
        return is_shown and camera_stack.redis.exists(pause)

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
