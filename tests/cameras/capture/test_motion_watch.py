"""Movement before a camera, from its frames to the pictures that are queued for recording."""

from dataclasses import asdict

import cv2
import numpy as np
import pytest

from cameras.capture.event_sender import EventSender
from cameras.capture.frame_renderer import FrameRenderer
from cameras.capture.motion_watch import MotionWatch
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from cameras.sources.jpeg_frame import JpegFrame
from processing.frames import decode_reduced, encode_frame
from processing.limits import Limits

NOON = 1_795_176_000.0
_GROUND = cv2.resize(
    np.random.default_rng(5).integers(60, 190, (18, 32), np.uint8), (640, 360)
)  # texture, as a real scene has


def picture(left=None):
    """A scene, perhaps with a white square 60 px wide at (left, 150)."""
    scene = cv2.cvtColor(_GROUND, cv2.COLOR_GRAY2BGR)
    if left is not None:
        cv2.rectangle(scene, (left, 150), (left + 60, 210), (255, 255, 255), cv2.FILLED)
    return scene


@pytest.fixture
def watch(request):
    camera = Camera(pk=7, slug="door", motion=True, **getattr(request, "param", {}))
    return MotionWatch(camera, FrameRenderer(camera), Kept())


class Kept(EventSender):
    """Takes what a watch queues, in place of the thread that stores it."""

    def __init__(self):
        super().__init__()
        self.events = []

    def put(self, picture, details, before):
        self.events.append((asdict(details), picture, before))


def play(watch, *scenes, start=0):
    """Ten frames a second; answers in which an event was going on."""
    events = []
    for number, left in enumerate(scenes, start):
        raw_frame = JpegFrame(NOON + number / 10, encode_frame(picture(left), 95))
        watch.look(raw_frame, number / 10 + 100)
        watch.shown(EncodedFrame(f"live {number}".encode(), raw_frame.taken_at))
        events.append(watch.is_event)
    return events


STILL = [None] * 15
WALK = list(range(20, 420, 20))


def test_two_walks_are_two_pictures_with_a_box_where_it_moves(watch):
    play(watch, *STILL, *WALK, *STILL, *WALK, *STILL)

    pairs = watch._sender.events
    assert len(pairs) == 2
    for details, content, _before in pairs:
        box = details["boxes"][0]
        middle = picture_at(details)
        assert box["x"] <= middle <= box["x"] + box["width"]
        assert box["y"] <= 180 <= box["y"] + box["height"]
        assert (details["camera_id"], details["reason"]) == (7, "motion")
        assert details["taken_at"] <= details["ended_at"]
        image = decode_reduced(content, Limits())
        assert image.shape == (360, 640, 3)
        assert image[180, middle].min() > 230


def picture_at(details):
    """The middle of the square in the frame that was taken at that time."""
    number = round((details["taken_at"] - NOON) * 10) - len(STILL)
    return WALK[number % (len(WALK) + len(STILL))] + 30


def test_it_says_when_an_event_goes_on_and_where_it_moves(watch):
    before, during = play(watch, *STILL), play(watch, *WALK, start=15)

    assert not any(before)
    assert during[-1]
    box = watch.seen.boxes_in(1280, 720)[0]
    assert box.x <= 2 * (WALK[-1] + 30) <= box.x + box.width


def test_what_goes_on_when_the_camera_goes_is_kept(watch):
    play(watch, *STILL, *WALK)
    assert watch._sender.events == []

    watch.finish()

    assert len(watch._sender.events) == 1
    assert not watch.is_event
    assert watch.seen.motion.boxes == ()


@pytest.mark.parametrize("watch", [{"motion_masks": [[[0, 0.3], [1, 0.3], [1, 0.7], [0, 0.7]]]}],
                         indirect=True)  # fmt: skip
def test_movement_where_nobody_looks_is_none(watch):
    play(watch, *STILL, *WALK, *STILL)

    assert watch._sender.events == []


@pytest.mark.parametrize("watch", [{"motion_threshold": 20.0}], indirect=True)
def test_movement_smaller_than_staff_has_said_is_none(watch):
    play(watch, *STILL, *WALK, *STILL)

    assert watch._sender.events == []


@pytest.mark.parametrize("watch", [{"rotation": 90}], indirect=True)
def test_boxes_are_those_of_the_turned_picture(watch):
    play(watch, *STILL, *WALK, *STILL)

    details, content, _before = watch._sender.events[0]
    box = details["boxes"][0]
    assert decode_reduced(content, Limits()).shape == (640, 360, 3)
    assert box["y"] <= picture_at(details) <= box["y"] + box["height"]
    assert box["x"] <= 360 - 180 <= box["x"] + box["width"]


def test_the_live_picture_from_just_before_goes_along(watch):
    play(watch, *STILL, *WALK, *STILL)

    ((_details, _picture, before),) = watch._sender.events
    number = int(before.split()[1])
    assert number in (len(STILL) - 2, len(STILL) - 1, len(STILL))


def test_only_pictures_that_may_be_the_best_are_developed(watch, monkeypatch):
    developed = []
    still = FrameRenderer.still
    monkeypatch.setattr(
        FrameRenderer,
        "still",
        lambda room, raw_frame: developed.append(1) or still(room, raw_frame),
    )

    play(watch, *STILL, *WALK, *STILL)

    assert 1 <= len(developed) < len(WALK)


def test_a_picture_between_two_looks_has_its_box_where_it_moves_now(watch):
    play(watch, *STILL, *WALK[:8])
    shown = JpegFrame(NOON + 2.25, encode_frame(picture(WALK[7] + 30), 95))

    (before,) = watch.seen.boxes_in(640, 360)
    (box,) = watch.seen_in(shown).boxes_in(640, 360)

    assert before.x == pytest.approx(WALK[7], abs=12)
    assert box.x == pytest.approx(WALK[7] + 30, abs=12)
    assert watch.seen.boxes_in(640, 360) == (before,)
