"""Faces in clips are covered in every frame, and nothing else is."""

import numpy as np

from tests.processing.clips.films import FPS, HEIGHT, WIDTH, Film, read, scene
from tests.processing.clips.running import changed_inside, made, psnr


def test_a_moving_face_is_hidden_in_every_frame_and_nothing_else_is_touched(tmp_path):
    frames, boxes = scene([(10 + 8 * number, 60) for number in range(22)])
    path = Film().write(tmp_path / "clip.mp4", frames)
    _times, originals = read(path)

    outcome, times, results = made(path, tmp_path)

    assert (outcome.width, outcome.height, outcome.frames) == (WIDTH, HEIGHT, len(frames))
    assert np.allclose(times, np.arange(len(frames)) / FPS, atol=0.5 / FPS)
    for original, result, box in zip(originals, results, boxes, strict=True):
        assert changed_inside(result, original, box) > 0.4
        assert psnr(result[:40], original[:40]) >= 40
    assert len(outcome.seen.tracks) == 1


def test_a_face_is_covered_before_it_is_first_seen_and_while_it_is_not(tmp_path):
    """It is hidden behind a bar for a quarter of a second, and comes from behind the frame."""
    frames, boxes = scene([(90, 60)] * 24)
    for frame in frames[10:14]:
        frame[60:120, 90:210] = 90
    path = Film().write(tmp_path / "clip.mp4", frames)
    _times, originals = read(path)

    _outcome, _, results = made(path, tmp_path)

    x, y, width, height = (round(one) for one in boxes[0])
    for original, result in zip(originals, results, strict=True):
        middle = slice(y + height // 4, y + height * 3 // 4), slice(x, x + width)
        assert not np.array_equal(result[middle], original[middle])
        assert psnr(result[middle], original[middle]) < 34


def test_no_cover_outlives_a_cut(tmp_path):
    frames, _boxes = scene([(90, 60)] * 12)
    frames += [255 - frame for frame in scene([None] * 12, seed=5)[0]]
    path = Film().write(tmp_path / "clip.mp4", frames)
    _times, originals = read(path)

    _outcome, _, results = made(path, tmp_path)

    for original, result in zip(originals[12:], results[12:], strict=True):
        assert psnr(result, original) >= 38
