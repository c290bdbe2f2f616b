"""From a frame to the frame that viewers get."""

import time

import cv2
import numpy as np
import pytest

from cameras.capture.frame_renderer import FrameRenderer, MotionSnapshot, greyed
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from cameras.sources.jpeg_frame import JpegFrame
from processing import faces
from processing.frames import decode_reduced, encode_frame
from processing.images import Image
from processing.limits import Limits
from processing.motion.motion import Motion
from processing.shapes import Box


def raw_frame(picture: Image) -> JpegFrame:
    """A frame of a picture."""
    return JpegFrame(1234.5, encode_frame(picture, 95))


@pytest.fixture
def arrow() -> Image:
    """A picture whose upper left quarter is red, 200 x 100."""
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:50, :100] = (0, 0, 250)
    return picture


def opened(frame):
    return decode_reduced(frame.jpeg, Limits())


@pytest.mark.parametrize(
    ("rotation", "row", "column"), [(0, 0, 0), (90, 0, -1), (180, -1, -1), (270, -1, 0)]
)
def test_pictures_are_turned_clockwise(arrow, rotation, row, column):
    image = opened(
        FrameRenderer(Camera(rotation=rotation, draw_time=False)).preview(raw_frame(arrow))
    )

    assert image.shape[:2] == ((100, 200) if rotation in (0, 180) else (200, 100))
    red = [image[r, c, 2] > 200 for r, c in ((0, 0), (0, -1), (-1, -1), (-1, 0))]
    corners = [(0, 0), (0, -1), (-1, -1), (-1, 0)]
    assert [at for at, is_red in zip(corners, red, strict=True) if is_red] == [(row, column)]


def test_the_live_picture_is_as_wide_as_was_set_and_a_still_is_whole(arrow):
    renderer = FrameRenderer(Camera(preview_width=80))

    assert opened(renderer.preview(raw_frame(arrow))).shape == (40, 80, 3)
    assert opened(renderer.still(raw_frame(arrow))).shape == (100, 200, 3)


def test_a_turned_picture_is_as_wide_as_was_set_after_turning(arrow):
    jpeg = encode_frame(cv2.resize(arrow, (1600, 800)), 90)

    frame = FrameRenderer(Camera(preview_width=640, rotation=90)).preview(JpegFrame(1.0, jpeg))

    assert opened(frame).shape == (1280, 640, 3)


def test_a_frame_knows_when_it_was_taken(arrow):
    assert FrameRenderer(Camera()).preview(raw_frame(arrow)).taken_at == 1234.5


@pytest.mark.parametrize("kind", ["preview", "still"])
def test_faces_are_hidden_in_all_that_leaves_where_that_is_wanted(astronaut, kind):
    hiding = FrameRenderer(Camera(hide_faces=True))
    showing = FrameRenderer(Camera())

    assert faces.find(opened(getattr(hiding, kind)(raw_frame(astronaut)))) == []
    assert faces.find(opened(getattr(showing, kind)(raw_frame(astronaut))))


def test_a_face_too_small_to_be_seen_in_the_live_picture_is_hidden_in_it(astronaut):
    """Of 28 px in a raw frame 1280 px wide, of which a live picture of 320 px is made."""
    face = max(faces.find(astronaut), key=lambda face: face.score)
    scale = 28 / face.height
    street = np.full((720, 1280, 3), 90, np.uint8)
    person = np.asarray(cv2.resize(astronaut, None, fx=scale, fy=scale), np.uint8)
    street[200 : 200 + person.shape[0], 600 : 600 + person.shape[1]] = person
    top, left = round((200 + face.y * scale) / 4), round((600 + face.x * scale) / 4)
    where = slice(top + 1, top + 6), slice(left + 1, left + 5)
    camera = Camera(hide_faces=True, face_style="solid", preview_width=320, draw_time=False)

    live = opened(FrameRenderer(camera).preview(raw_frame(street)))

    assert live.shape == (180, 320, 3)
    assert live[where].max() < 40


def test_a_grey_frame_keeps_its_time_and_says_why_across_it(arrow):
    frame = EncodedFrame(encode_frame(cv2.resize(arrow, (640, 360)), 90), time.time())

    grey = greyed(frame, "OFFLINE since 2026-11-21 (hung)")

    image = opened(grey).astype(int)
    assert (grey.taken_at, grey.is_grey) == (frame.taken_at, True)
    assert np.ptp(image, axis=2).max() < 8
    assert (image[160:200, :300] > 200).any()
    assert (image[:150] < 200).all()


def test_the_live_picture_shows_what_moves_and_the_time_and_a_still_does_not(arrow, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    seen = MotionSnapshot(Motion((Box(40, 20, 20, 10),), 2.0), 100, 50)
    plain = cv2.resize(arrow, (640, 320))
    renderer = FrameRenderer(Camera())

    marked = opened(renderer.preview(raw_frame(plain), seen)).astype(int)

    around = marked[128:192, 256:384]
    assert ((around[:, :, 2] > 180) & (around[:, :, 1] < 90)).any()
    assert (marked[-20:, :200] > 200).all(axis=2).any()
    assert np.abs(opened(renderer.still(raw_frame(plain))).astype(int) - plain).mean() < 3


def test_boxes_and_time_are_left_away_where_staff_says_so(arrow):
    seen = MotionSnapshot(Motion((Box(40, 20, 20, 10),), 2.0), 100, 50)
    plain = cv2.resize(arrow, (640, 320))

    frame = FrameRenderer(Camera(draw_boxes=False, draw_time=False)).preview(raw_frame(plain), seen)

    assert np.abs(opened(frame).astype(int) - plain).mean() < 3


@pytest.mark.parametrize("rotation", [0, 90])
def test_what_nobody_may_see_is_black_in_every_picture(rotation):
    white = np.full((200, 200, 3), 255, np.uint8)
    corner = [[[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]]]
    renderer = FrameRenderer(Camera(privacy_masks=corner, rotation=rotation, draw_time=False))

    for frame in (renderer.preview(raw_frame(white)), renderer.still(raw_frame(white))):
        image = opened(frame)
        assert image[2:92, 2:92].max() < 20
        assert image[110:].min() > 230
        assert image[:, 110:].min() > 230
