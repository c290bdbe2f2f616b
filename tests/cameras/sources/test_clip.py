"""Films below the folder for films."""

import itertools
import time

import av
import numpy as np
import pytest

from cameras.sources import clip
from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, ClipEnded, Offline
from tests.cameras.films import write_film, write_raw_film


def brightness(raw_frame):
    return round(raw_frame.image().mean() / 10)


def seen(path, count, *, once=False):
    with clip.opened(str(path), CaptureOptions(plays_once=once)) as source:
        raw_frames = (raw_frame for raw_frame in source.frames() if raw_frame)
        return [brightness(raw_frame) for raw_frame in itertools.islice(raw_frames, count)]


def test_a_film_is_played_in_a_loop(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=3, fps=4)

    assert seen(film, 7) == [0, 1, 2, 0, 1, 2, 0]


def test_a_film_that_is_played_once_ends_after_its_last_frame(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=5, fps=100)

    assert seen(film, 5, once=True) == [0, 1, 2, 3, 4]
    with pytest.raises(ClipEnded):
        seen(film, 6, once=True)


def test_a_film_has_its_own_pace(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=10, fps=20)
    began = time.monotonic()

    seen(film, 9)

    assert time.monotonic() - began >= 8 / 20


def test_who_is_slower_than_the_film_skips_frames(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=20, fps=20)
    frames = []
    with clip.opened(str(film), CaptureOptions()) as source:
        for raw_frame in itertools.islice(
            (raw_frame for raw_frame in source.frames() if raw_frame), 3
        ):
            frames.append(brightness(raw_frame))
            time.sleep(0.25)

    assert frames[2] >= 8


def test_a_film_of_few_frames_leaves_time_for_other_things(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=2, fps=1)
    with clip.opened(str(film), CaptureOptions()) as source:
        raw_frames = list(itertools.islice(source.frames(), 3))

    assert [raw_frame is None for raw_frame in raw_frames] == [False, True, False]


def test_a_film_that_would_end_opencvs_process_is_played(tmp_path):
    assert seen(write_raw_film(tmp_path / "film.avi"), 3) == [0, 0, 0]


def test_a_film_of_reordered_frames_is_played_in_order(tmp_path):
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=50, options={"bf": "3"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(9):
            pixels = np.full((48, 64, 3), number * 20 + 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))

    assert seen(path, 9, once=True) == [2, 4, 6, 8, 10, 12, 14, 16, 18]


def test_sound_alone_is_no_video(tmp_path):
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))

    with pytest.raises(Offline) as offline:
        seen(path, 1)
    assert offline.value.code == "no_video"


def test_the_size_is_known(tmp_path):
    film = write_film(tmp_path / "film.avi", frames=2, width=96, height=64)
    with clip.opened(str(film), CaptureOptions()) as source:
        raw_frames = source.frames()
        size = next(raw_frames).size()

    assert (size.width, size.height) == (96, 64)


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"#EXTM3U\nfilm.avi\n", b"ffconcat version 1.0\nfile film.avi\n", bytes(9999)],
    ids=["empty", "cut", "playlist", "concat", "zeros"],
)
def test_what_is_no_film_is_garbage(tmp_path, content):
    write_film(tmp_path / "film.avi")
    (tmp_path / "bad.avi").write_bytes(content)

    with pytest.raises(Offline) as offline:
        seen(tmp_path / "bad.avi", 1)
    assert offline.value.code == "garbage"


def test_a_film_that_was_taken_away_is_no_source_any_more(clips):
    film = write_film(clips / "gone.avi")
    film.unlink()

    with pytest.raises(Offline) as offline, opened("clip:gone.avi", CaptureOptions(), 1):
        pass
    assert offline.value.code == "bad_source"
