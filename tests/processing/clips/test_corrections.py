"""A clip is written anew by what somebody says of its persons, and is not searched again."""

import cv2
import numpy as np
import pytest

from processing.clips import Correction, DrawnBox, Seen
from processing.face import Face
from processing.images import decode
from processing.limits import Limits
from tests.processing.clips.films import FPS, Film, read, scene
from tests.processing.clips.running import FACES, changed_inside, made, psnr

SOLID = [{"op": "faces", "style": "solid", "margin": 0.0}]


@pytest.fixture
def film(tmp_path):
    """A face at one place, then after a cut at another; its file and the true boxes."""
    frames, boxes = scene([(20, 60)] * 10)
    more, more_boxes = scene([(180, 60)] * 10, seed=7)
    inverted = [frame.copy() for frame in more]
    for frame in inverted:
        frame[:, :170] = 255 - frame[:, :170]
    path = Film().write(tmp_path / "clip.mp4", [*frames, *inverted])
    return path, [*boxes, *more_boxes]


def test_what_was_seen_comes_back_from_its_bytes_as_it_was(film, tmp_path):
    seen = made(film[0], tmp_path)[0].seen

    again = Seen.unpacked(seen.packed())

    assert again.size == seen.size
    assert (again.timeline.times_s == seen.timeline.times_s).all()
    assert (again.timeline.scenes == seen.timeline.scenes).all()
    assert len(again.tracks) == len(seen.tracks) == 2
    for one, other in zip(again.tracks, seen.tracks, strict=True):
        assert one.scene == other.scene
        for first, second in zip(one.sightings, other.sightings, strict=True):
            assert (first.time_s, first.score) == (second.time_s, second.score)
            assert (first.box == second.box).all()


def test_a_correction_that_changes_nothing_gives_the_same_film_without_a_search(
    film, tmp_path, monkeypatch
):
    path, _boxes = film
    outcome, times, results = made(path, tmp_path, SOLID)
    monkeypatch.setattr("processing.clips.search.look", lambda *_: pytest.fail("searched again"))

    seen = Seen.unpacked(outcome.seen.packed())
    _again, times_again, results_again = made(path, tmp_path, SOLID, correction=Correction(seen))

    assert times_again == times
    for one, other in zip(results, results_again, strict=True):
        assert np.array_equal(one, other)


def test_a_person_who_is_shown_is_seen_in_every_frame_and_the_other_in_none(film, tmp_path):
    path, boxes = film
    seen = made(path, tmp_path)[0].seen
    _times, originals = read(path)

    _outcome, _, results = made(path, tmp_path, correction=Correction(seen, shown={0}))

    for number, (original, result) in enumerate(zip(originals, results, strict=True)):
        if number < 10:
            assert psnr(result, original) >= 38
        else:
            assert changed_inside(result, original, boxes[number]) > 0.4


def test_a_drawn_box_is_hidden_for_its_span_and_no_longer(film, tmp_path):
    path, _boxes = film
    seen = made(path, tmp_path)[0].seen
    box = DrawnBox(Face(200, 190, 60, 40, 1.0), start_s=0.2, end_s=0.35)

    _outcome, _, results = made(
        path, tmp_path, SOLID, correction=Correction(seen, shown={0, 1}, drawn=[box])
    )

    black = [frame[200:220, 210:250].max() < 40 for frame in results]
    expected = [0.2 <= number / FPS <= 0.35 + 1e-9 for number in range(len(results))]
    assert black == expected


def test_a_drawn_box_is_hidden_whatever_a_face_has_to_score(film, tmp_path):
    path, _boxes = film
    picky = [{**SOLID[0], "min_score": 1}]
    outcome, _, before = made(path, tmp_path, picky)
    assert before[12][120:140, 230:250].max() > 40

    correction = Correction(outcome.seen, drawn=[DrawnBox(Face(0, 0, 40, 40, 1.0), 0, 9)])
    _outcome, _, results = made(path, tmp_path, picky, correction=correction)

    assert results[3][10:30, 10:30].max() < 40
    assert results[12][120:140, 230:250].max() < 40


def test_progress_of_a_correction_counts_its_one_pass(film, tmp_path):
    seen = made(film[0], tmp_path)[0].seen
    told = []

    made(film[0], tmp_path, correction=Correction(seen), progress=lambda *now: told.append(now))

    assert told[0] == (1, 20)
    assert told[-1] == (20, 20)


def test_every_person_has_a_small_picture_in_which_no_face_is_seen(film, tmp_path):
    path, boxes = film

    outcome, *_ = made(path, tmp_path, FACES)

    assert sorted(outcome.thumbnails) == [0, 1]
    for content in outcome.thumbnails.values():
        picture, _traits = decode(content, Limits())
        assert max(picture.shape[:2]) == 144
        assert content[8:12] == b"WEBP"
    _times, originals = read(path)
    assert not _shows(outcome.thumbnails[0], originals[0], boxes[0])


def test_faces_that_are_too_unsure_to_be_hidden_are_hidden_in_small_pictures(film, tmp_path):
    path, boxes = film

    outcome, *_ = made(path, tmp_path, [{"op": "faces", "min_score": 1}])

    _times, originals = read(path)
    assert not _shows(outcome.thumbnails[0], originals[0], boxes[0])


def _shows(content, frame, box):
    """Whether a face's middle is found in a small picture, at any of some scales."""
    picture, _traits = decode(content, Limits())
    x, y, width, height = (round(side) for side in box)
    face = frame[y : y + height, x : x + width]
    best = 0.0
    for scale in np.linspace(0.4, 1.6, 25):
        part = cv2.resize(face, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        if part.shape[0] < picture.shape[0] and part.shape[1] < picture.shape[1]:
            match = cv2.matchTemplate(picture, part, cv2.TM_CCOEFF_NORMED)
            best = max(best, float(match.max()))
    return best > 0.85
