"""Faces in films: covered in every frame, and where they were a moment ago."""

import cv2
import numpy as np
import pytest

from processing import faces
from processing.face import Face
from processing.live_faces import LiveFaces, blurred_whole

FACE = Face(40, 30, 20, 20, 0.9)
WHERE = slice(30, 50), slice(40, 60)


@pytest.fixture
def noise():
    return np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)


def finding(*answers):
    """A detector that finds this in one frame after another; an error is raised."""
    left = list(answers)

    def find(_image):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return find


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_no_face_is_found_in_what_is_shown_of_one(astronaut, style):
    small = cv2.resize(astronaut, (320, 320), interpolation=cv2.INTER_AREA)
    assert faces.find(small)

    assert faces.find(LiveFaces(style).hide(small, 0.0)) == []


def test_the_frame_given_is_left_alone(noise):
    before = noise.copy()

    LiveFaces(finder=finding([FACE])).hide(noise, 0.0)

    assert (noise == before).all()


def test_a_face_missed_for_a_moment_stays_covered(noise):
    live = LiveFaces(finder=finding([FACE], [], []))
    live.hide(noise, 10.0)

    assert (live.hide(noise, 11.4)[WHERE] != noise[WHERE]).mean() > 0.8
    assert (live.hide(noise, 11.6) == noise).all()


def test_a_mask_held_fits_a_picture_of_another_size(noise):
    live = LiveFaces(finder=finding([FACE], []))
    live.hide(noise, 10.0)
    large = cv2.resize(noise, (320, 240), interpolation=cv2.INTER_NEAREST)

    hidden = live.hide(large, 10.1)

    assert (hidden[60:100, 80:120] != large[60:100, 80:120]).mean() > 0.8
    assert (hidden[160:, 220:] == large[160:, 220:]).all()


@pytest.mark.parametrize("error", [cv2.error("out of memory"), RuntimeError(), MemoryError()])
def test_where_the_detector_fails_the_whole_frame_is_blurred(noise, error):
    live = LiveFaces(finder=finding(error, []))

    assert (live.hide(noise, 0.0) == blurred_whole(noise)).all()
    assert (live.hide(noise, 0.1) == noise).all()


def test_a_blurred_frame_shows_nobody(astronaut):
    blurred = blurred_whole(astronaut)

    assert blurred.shape == astronaut.shape
    assert faces.find(blurred) == []
    detail = cv2.Laplacian(blurred, cv2.CV_64F).var() / cv2.Laplacian(astronaut, cv2.CV_64F).var()
    assert detail < 0.01
