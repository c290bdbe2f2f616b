"""Clips from file to file: what is hidden, what stays, what is never carried over."""

import av
import numpy as np
import pytest

from processing.refusal import InvalidRecipe
from tests.processing.clips.films import Film, onset_s, scene
from tests.processing.clips.running import (
    GREY,
    NOBODY,
    made,
)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_clip_that_lies_on_its_side_comes_back_upright(tmp_path, turn):
    frames, _ = scene(NOBODY)
    frames = [frame.copy() for frame in frames]
    for frame in frames:
        frame[:60, :80] = (0, 0, 255)
    path = Film(rotation=turn).write(tmp_path / "clip.mp4", frames)

    outcome, _times, results = made(path, tmp_path, [*GREY, {"op": "rotate", "angle": 180}])

    with av.open(str(path)) as film:
        stated = next(film.decode(video=0)).rotation
    expected = np.rot90(frames[0], round(stated / 90) % 4 + 2)
    assert (outcome.height, outcome.width) == expected.shape[:2]
    shown = results[0].astype(int).mean(axis=2)
    grey = expected @ np.array([0.114, 0.587, 0.299])
    assert np.abs(shown - grey).mean() < 6


def test_time_stamps_of_a_variable_rate_are_kept(tmp_path):
    times = [0.0, 0.04, 0.2, 0.25, 0.7, 0.73]
    path = Film(times=times).write(tmp_path / "clip.mp4", scene(NOBODY)[0])

    assert np.allclose(made(path, tmp_path)[1], times, atol=0.002)


def test_odd_sides_are_taken(tmp_path):
    frames = [np.ascontiguousarray(frame[:221, :301]) for frame in scene(NOBODY)[0]]
    path = Film(codec="libvpx-vp9", container="webm").write(tmp_path / "clip.webm", frames)

    outcome, _times, results = made(path, tmp_path)

    assert (outcome.width, outcome.height) == (300, 220)
    assert len(results) == len(frames)


@pytest.mark.parametrize(
    ("codec", "container", "sound"),
    [
        ("libx264", "mov", "aac"),
        ("libx265", "mp4", "aac"),
        ("libvpx", "webm", "libopus"),
        ("libvpx-vp9", "webm", "libopus"),
        ("libsvtav1", "matroska", "flac"),
    ],
)
def test_sound_stays_in_time_in_every_container(tmp_path, codec, container, sound):
    frames, _ = scene([None] * 20)
    film = Film(codec=codec, container=container, sound=sound)
    path = film.write(tmp_path / "clip", frames)

    outcome, _times, results = made(path, tmp_path)

    assert outcome.has_sound
    assert len(results) == len(frames)
    assert abs(onset_s(tmp_path / "result.mp4") - onset_s(path)) <= 0.02


def test_sound_can_be_left_out(tmp_path):
    path = Film(sound="aac").write(tmp_path / "clip.mp4", scene(NOBODY)[0])

    outcome, *_ = made(path, tmp_path, with_sound=False)

    with av.open(str(tmp_path / "result.mp4")) as film:
        assert [stream.type for stream in film.streams] == ["video"]
    assert not outcome.has_sound


def test_nothing_is_said_of_where_a_clip_is_from(tmp_path):
    seeded = {
        "location": "+35.6895+139.6917/",
        "com.apple.quicktime.make": "Fone Maker",
        "com.apple.quicktime.location.ISO6709": "+35.6895+139.6917+040/",
        "creation_time": "2026-01-02T03:04:05.000000Z",
        "title": "At home",
    }
    path = Film(metadata=seeded, sound="aac").write(tmp_path / "clip.mp4", scene(NOBODY)[0])
    assert b"Fone Maker" in path.read_bytes()

    made(path, tmp_path)

    content = (tmp_path / "result.mp4").read_bytes()
    for trace in (b"35.6895", b"Fone", b"2026", b"At home", b"quicktime"):
        assert trace not in content
    with av.open(str(tmp_path / "result.mp4")) as film:
        assert "creation_time" not in film.metadata
    assert content.index(b"moov") < content.index(b"mdat")


def test_high_dynamic_range_is_shown_with_right_colours(tmp_path):
    """HLG: grey of 75% signal is the white of a page (BT.2408)."""
    frames = [np.full((64, 64, 3), 191, np.uint8)] * 6
    film = Film(codec="libx265", form="yuv420p10le", colours=(9, 18, 9))
    path = film.write(tmp_path / "clip.mp4", frames)

    _outcome, _times, results = made(path, tmp_path)

    middle = results[0][32, 32].astype(int)
    assert middle.min() > 205
    assert np.ptp(middle) <= 3


def test_full_range_is_told_from_the_usual_one(tmp_path):
    frames = [np.full((64, 64, 3), 128, np.uint8)] * 3
    path = Film(form="yuvj420p").write(tmp_path / "clip.mp4", frames)

    _outcome, _times, results = made(path, tmp_path)

    assert np.abs(results[0].astype(int) - 128).max() <= 4


def test_progress_is_told_and_can_end_the_work(tmp_path):
    path = Film().write(tmp_path / "clip.mp4", scene(NOBODY)[0])
    told = []
    made(path, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _total in told] == list(range(1, 13))
    assert told[-1] == (12, 12)

    class Cancelled(Exception):
        pass

    def cancel(done, total):
        if done == 8:
            raise Cancelled

    with pytest.raises(Cancelled):
        made(path, tmp_path, progress=cancel)


@pytest.mark.parametrize("op", ["sketch", "edges", "even_light", "sharpen"])
def test_what_would_flicker_is_refused_by_name(tmp_path, op):
    with pytest.raises(InvalidRecipe) as refusal:
        made(tmp_path / "none.mp4", tmp_path, [{"op": op}])
    assert (refusal.value.reason, refusal.value.operation) == ("not_for_clips", op)


def test_steps_change_every_frame(tmp_path):
    path = Film().write(tmp_path / "clip.mp4", scene([(90, 60)] * 6)[0])

    outcome, _times, results = made(
        path, tmp_path, [{"op": "faces"}, {"op": "grayscale"}, {"op": "resize", "max_side": 100}]
    )

    assert (outcome.width, outcome.height) == (100, 74)
    assert all(np.ptp(frame.astype(int), axis=2).max() <= 3 for frame in results)
