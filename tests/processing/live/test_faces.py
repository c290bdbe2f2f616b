"""Faces in a camera's frames: covered in every frame, and where they were a moment ago."""

import cv2
import numpy as np
import pytest

from processing import faces
from processing.face import Face
from processing.live.faces import LiveFaces
from processing.live.looks import found
from processing.live.veil import blurred_whole
from tests.processing.live.frames import Finder, noise

FACE = Face(40, 32, 16, 16, 0.9)
WHERE = slice(32, 48), slice(40, 56)


@pytest.fixture
def live(clock, finder):
    return LiveFaces("mosaic", clock, finder)


@pytest.fixture
def frame():
    return np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)


def shown(live, frame):
    live.look(frame)
    return live.hide(frame)


def covered(plain, hidden, where=WHERE):
    """The share of pixels that the mask has changed."""
    return (plain[where] != hidden[where]).any(axis=2).mean()


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_no_face_is_found_in_what_is_shown_of_one(astronaut, clock, style):
    small = cv2.resize(astronaut, (320, 320), interpolation=cv2.INTER_AREA)
    assert faces.find(small)

    assert faces.find(shown(LiveFaces(style, clock), small)) == []


def test_the_frame_given_is_left_alone(live, finder, frame):
    finder.faces, before = [FACE], frame.copy()

    shown(live, frame)

    assert (frame == before).all()


def test_a_face_missed_for_a_moment_stays_covered(live, clock, finder, frame):
    finder.faces = [FACE]
    shown(live, frame)
    finder.faces = []

    frame[36:44, 44:52] ^= 128
    clock.now += 1.4
    assert covered(frame, shown(live, frame)) > 0.9
    clock.now += 0.2
    assert (shown(live, frame) == frame).all()


def test_a_still_face_that_only_the_first_search_finds_stays_covered_until_it_moves(
    live, clock, finder, frame
):
    finder.faces = [FACE]
    shown(live, frame)
    finder.faces = []

    for _ in clock.frames(40):
        hidden = shown(live, frame)
    assert covered(frame, hidden) > 0.9
    frame[36:44, 44:52] ^= 128
    for _ in clock.frames(20):
        hidden = shown(live, frame)
    assert (hidden == frame).all()


def test_masks_fit_the_frame_in_another_size(live, finder, frame):
    finder.faces = [FACE]
    large = cv2.resize(frame, (320, 240), interpolation=cv2.INTER_NEAREST)

    live.look(frame)
    hidden = live.hide(large)

    assert covered(large, hidden, (slice(64, 96), slice(80, 112))) > 0.9
    assert (hidden[160:, 220:] == large[160:, 220:]).all()


def test_masks_are_there_while_looks_are_left_away(live, clock, finder):
    finder.faces, finder.cost_s = [FACE], 0.15
    hidden = []
    for number in clock.frames(20):
        plain = np.random.default_rng(number).integers(0, 255, (120, 160, 3), np.uint8)
        hidden.append(covered(plain, shown(live, plain)))

    assert len(finder.looks) < 15
    assert min(hidden) > 0.9


def test_frames_are_blurred_whole_while_looks_are_half_a_second_behind(live, clock, finder):
    shown(live, noise(120, 160))
    clock.now += 0.1
    finder.cost_s = 0.99
    blurred = []
    for number in clock.frames(20):
        plain = noise(120, 160, seed=2 + number)
        blurred.append(bool((shown(live, plain) == blurred_whole(plain)).all()))
        finder.cost_s = 0.01

    # The first of them is shown 0.99 s late; as much time passes before the next look is made.
    assert blurred[:9] == [False] + [True] * 8
    assert blurred[-8:] == [False] * 8


def test_a_frame_that_was_never_looked_at_is_blurred(live, frame):
    assert (live.hide(frame) == blurred_whole(frame)).all()


@pytest.mark.parametrize("error", [cv2.error("out of memory"), RuntimeError(), MemoryError()])
def test_where_the_finder_fails_the_whole_frame_is_blurred(live, clock, finder, frame, error):
    finder.error = error
    assert (shown(live, frame) == blurred_whole(frame)).all()
    finder.error = None
    clock.now += 0.1

    assert (shown(live, frame) == frame).all()


def test_a_scene_that_stands_still_stays_blurred_while_the_finder_fails(live, clock, finder, frame):
    shown(live, frame)
    finder.error, finder.cost_s = RuntimeError(), 0.2

    blurred = [bool((shown(live, frame) == blurred_whole(frame)).all()) for _ in clock.frames(14)]

    assert blurred == [False] + [True] * 13


@pytest.mark.parametrize("cost_s", [0.02, 0.06, 0.12, 0.3])
def test_what_changed_is_looked_at_before_it_is_shown_or_blurred(live, clock, finder, cost_s):
    """Squares come up in places where nobody looks for a face, each for one frame."""
    street, rng = noise(240, 320), np.random.default_rng(3)
    shown(live, street)
    clock.now += 0.1
    finder.cost_s, looked_at = cost_s, 0
    for number in clock.frames(40):
        top, left = (int(rng.integers(0, room)) for room in (200, 280))
        where = slice(top, top + 40), slice(left, left + 40)
        plain = street.copy()
        plain[where] = noise(40, 40, seed=10 + number)
        looks = len(finder.looks)
        hidden = shown(live, plain)
        looked_at += len(finder.looks) > looks
        assert len(finder.looks) > looks or covered(plain, hidden, where) > 0.9

    assert looked_at >= 5


def test_a_face_that_leaps_while_there_is_no_time_to_look_is_not_shown(astronaut, clock):
    """Three times it is back at the left; a look takes half a second."""
    finder = Finder(clock, cost_s=0.5)
    live = LiveFaces("mosaic", clock, lambda image, px: finder(image, px) or found(image, px))
    small = cv2.resize(astronaut, (120, 120), interpolation=cv2.INTER_AREA)
    wall = np.asarray(cv2.GaussianBlur(noise(180, 320), (21, 21), 0), np.uint8)

    for number in clock.frames(14):
        plain = wall.copy()
        left = number * 67 % 200
        plain[30:150, left : left + 120] = small
        assert faces.find(shown(live, plain)) == [], f"frame {number}"


def test_a_small_face_that_moves_is_covered_in_every_frame(astronaut, clock):
    """A face of 24 px in a frame 1280 px wide, of which 640 px are shown."""
    live = LiveFaces("mosaic", clock)
    face = max(faces.find(astronaut), key=lambda face: face.score)
    scale = 24 / face.height
    person = cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    street = np.asarray(cv2.GaussianBlur(noise(720, 1280), (41, 41), 0), np.uint8)

    for number in clock.frames(12):
        left, top = 300 + 9 * number, 200 + 2 * number
        plain = street.copy()
        plain[top : top + person.shape[0], left : left + person.shape[1]] = person
        narrow = np.asarray(cv2.resize(plain, (640, 360), interpolation=cv2.INTER_AREA), np.uint8)
        live.look(plain)
        hidden = live.hide(narrow)
        row, column = (round((at + px * scale) / 2) for at, px in ((top, face.y), (left, face.x)))
        where = slice(row, row + 12), slice(column, column + round(face.width * scale / 2))
        assert covered(narrow, hidden, where) > 0.8, f"frame {number}"
