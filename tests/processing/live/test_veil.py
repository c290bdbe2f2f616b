"""What was not looked at, or too coarsely for small faces, is not shown as it is."""

import cv2
import numpy as np
import pytest

from processing import faces
from processing.face import Face
from processing.faces import find_at_a_look
from processing.live.veil import blurred_whole, veiled
from tests.processing.live.frames import noise

FINE_PX = 640.0


@pytest.fixture
def frame():
    return noise(480, 640)


@pytest.fixture
def details():
    return np.full((60, 80), FINE_PX, np.float32)


def test_what_was_looked_at_finely_is_shown_as_it_is(frame, details):
    assert veiled(frame, details, FINE_PX) is frame


def test_what_was_not_looked_at_is_blurred_past_recognition_and_nothing_else(frame, details):
    details[20:30, 40:50] = 0

    hidden = veiled(frame, details, FINE_PX)

    changed = (hidden != frame).any(axis=2)
    assert changed[160:240, 320:400].mean() > 0.99
    changed[144:256, 304:416] = False  # two blocks of room
    assert not changed.any()
    assert (hidden[160:240, 320:400] == blurred_whole(frame)[160:240, 320:400]).all()


def test_it_is_so_in_a_frame_of_another_size(frame, details):
    details[20:30, 40:50] = 0

    hidden = veiled(frame[::2, ::2], details, FINE_PX)

    assert (hidden[80:120, 160:200] != frame[160:240:2, 320:400:2]).any(axis=2).mean() > 0.99
    assert (hidden[130:] == frame[260::2, ::2]).all()


def test_before_the_first_look_all_is_blurred(frame, details):
    assert (veiled(frame, details * 0, FINE_PX) == blurred_whole(frame)).all()


@pytest.mark.parametrize("detail_px", [240, 320, 480])
def test_a_face_too_small_for_a_coarse_look_is_not_found_in_what_it_lets_through(
    astronaut, detail_px
):
    plain = _street_with(astronaut, 16 * 640 / detail_px)
    assert find_at_a_look(plain, 640)

    shown = veiled(plain, np.full((60, 80), detail_px, np.float32), FINE_PX)

    assert faces.find(shown) == []


def test_of_a_coarse_look_more_is_shown_than_of_none(astronaut, details):
    frame = cv2.resize(astronaut, (640, 480))
    coarse = veiled(frame, details / 2, FINE_PX)
    unseen = veiled(frame, details * 0, FINE_PX)

    assert _far_from(frame, coarse) < _far_from(frame, unseen) / 2


def test_a_blurred_frame_shows_nobody(astronaut):
    blurred = blurred_whole(astronaut)

    assert blurred.shape == astronaut.shape
    assert faces.find(blurred) == []
    detail = cv2.Laplacian(blurred, cv2.CV_64F).var() / cv2.Laplacian(astronaut, cv2.CV_64F).var()
    assert detail < 0.01


def _far_from(frame, shown):
    return np.abs(frame.astype(float) - shown).mean()


def _street_with(person, face_px):
    """A face so high over a blurred background."""
    face: Face = max(faces.find(person), key=lambda face: face.score)
    scale = face_px / face.height
    small = cv2.resize(person, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    street = np.asarray(cv2.GaussianBlur(noise(480, 640), (41, 41), 0), np.uint8)
    street[100 : 100 + small.shape[0], 200 : 200 + small.shape[1]] = small
    return street
