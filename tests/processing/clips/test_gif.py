"""Animated GIFs are clips without sound."""

import io

import numpy as np
import pytest
from PIL import Image

from processing.clip_headers import is_clip, sniff_clip
from processing.clip_limits import ClipLimits
from processing.refusal import Refused
from tests.processing.clips.films import scene
from tests.processing.clips.running import changed_inside, made


def gif(frames, **options):
    pictures = [Image.fromarray(frame[:, :, ::-1]).quantize(64) for frame in frames]
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], **options)
    return file.getvalue()


@pytest.fixture(scope="module")
def walk():
    """A face that moves, and where it is."""
    return scene([(10 + 20 * number, 60) for number in range(8)])


def test_a_gif_of_several_pictures_is_a_clip_and_one_of_a_single_one_is_none(walk):
    frames, _boxes = walk

    header = sniff_clip(gif(frames), ClipLimits())

    assert (header.container, header.width, header.height) == ("gif", 320, 240)
    assert not is_clip(gif(frames[:1]))


def test_a_gif_that_is_cut_off_or_not_all_there_breaks_nothing(walk):
    content = gif(walk[0])

    for length in (0, 3, 6, 12, 13, 40, 800, 900, len(content) // 2):
        cut = content[:length]
        if is_clip(cut):
            assert sniff_clip(cut, ClipLimits()).width == 320
        else:
            with pytest.raises(Refused):
                sniff_clip(cut, ClipLimits())


def test_faces_are_hidden_in_every_picture_and_their_times_are_kept(walk, tmp_path):
    frames, boxes = walk
    durations_ms = [100, 50, 60, 200, 100, 70, 100, 100]
    path = tmp_path / "clip.gif"
    path.write_bytes(gif(frames, duration=durations_ms))

    outcome, times, results = made(path, tmp_path)

    assert not outcome.has_sound
    assert np.allclose(times, np.cumsum([0, *durations_ms[:-1]]) / 1000, atol=0.011)
    for frame, result, box in zip(frames, results, boxes, strict=True):
        assert changed_inside(result, frame, box) > 0.4


def test_colours_stay(tmp_path):
    colours = [(40, 80, 220), (200, 60, 30)]
    frames = [np.full((60, 80, 3), colour, np.uint8) for colour in colours]
    path = tmp_path / "clip.gif"
    path.write_bytes(gif(frames, duration=100))

    _outcome, _times, results = made(path, tmp_path, [{"op": "rotate", "angle": 180}])
    _outcome, _times, plain = made(path, tmp_path)

    for shown in (results, plain):
        for frame, colour in zip(shown, colours, strict=True):
            assert np.abs(frame[30, 40].astype(int) - colour).max() <= 8


def test_odd_sides_are_taken(walk, tmp_path):
    path = tmp_path / "clip.gif"
    path.write_bytes(gif([frame[:221, :301] for frame in walk[0]], duration=100))

    outcome, _times, results = made(path, tmp_path)

    assert (outcome.width, outcome.height) == (300, 220)
    assert len(results) == 8
