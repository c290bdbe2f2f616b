"""Short, damaged and lying clips are refused or shown as far as they go."""

import numpy as np
import pytest

from processing.refusal import Refused
from tests.processing.clips.films import Film, scene
from tests.processing.clips.running import CODES, NOBODY, ended, made


def test_a_clip_of_one_frame_is_taken(tmp_path):
    path = Film().write(tmp_path / "clip.mp4", scene([None])[0])

    assert made(path, tmp_path)[0].frames == 1


@pytest.mark.parametrize("container", ["mp4", "matroska"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_clip_is_refused_or_shown_as_far_as_it_goes(tmp_path, container, share):
    path = Film(container=container).write(tmp_path / "clip", scene([None] * 20)[0])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    code, frames = ended(path, tmp_path)
    assert code == "damaged" or (container == "matroska" and 0 < frames < 20)


def test_noise_in_the_middle_never_breaks_out(tmp_path):
    path = Film().write(tmp_path / "clip.mp4", scene([None] * 20)[0])
    content = bytearray(path.read_bytes())
    random = np.random.default_rng(1)
    for _ in range(12):
        torn = content.copy()
        at = random.integers(0, len(torn) - 64)
        torn[at : at + 64] = random.bytes(64)
        path.write_bytes(torn)
        assert ended(path, tmp_path)[0] in {None, *CODES}


def test_a_lying_header_does_not_lengthen_the_limit(tmp_path):
    path = Film(times=[0, 1, 2, 3, 4, 90_000]).write(tmp_path / "clip.mp4", scene(NOBODY)[0])
    with pytest.raises(Refused) as refusal:
        made(path, tmp_path)
    assert refusal.value.code == "clip_too_long"


def test_a_playlist_is_not_followed(tmp_path):
    (tmp_path / "clip.mp4").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    with pytest.raises(Refused) as refusal:
        made(tmp_path / "clip.mp4", tmp_path)
    assert refusal.value.code == "unsupported_type"
