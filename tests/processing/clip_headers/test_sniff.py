"""What is read of a clip's header without decoding it."""

import pytest

from processing.clip_headers import sniff_clip
from processing.clip_limits import ClipLimits
from processing.refusal import Refused
from tests.processing.clips.films import FPS, HEIGHT, WIDTH, Film, scene


def refused(content, limits=None):
    with pytest.raises(Refused) as refusal:
        sniff_clip(content, limits or ClipLimits())
    return refusal.value.code


def outcome_of(content):
    """The code of a refusal; None for a header that is taken."""
    try:
        sniff_clip(content, ClipLimits())
    except Refused as refusal:
        return refusal.code
    return None


def film(tmp_path, **how):
    return Film(**how).write(tmp_path / "clip", scene([None] * 10)[0]).read_bytes()


@pytest.mark.parametrize(
    ("codec", "container", "named"),
    [
        ("libx264", "mp4", ("mp4", "h264")),
        ("libx265", "mov", ("mp4", "hevc")),
        ("libsvtav1", "mp4", ("mp4", "av1")),
        ("libvpx", "webm", ("matroska", "vp8")),
        ("libvpx-vp9", "webm", ("matroska", "vp9")),
        ("libx264", "matroska", ("matroska", "h264")),
    ],
)
def test_it_works(tmp_path, codec, container, named):
    header = sniff_clip(film(tmp_path, codec=codec, container=container), ClipLimits())

    assert (header.container, header.codec) == named
    assert (header.width, header.height) == (WIDTH, HEIGHT)
    assert abs(header.duration_s - 10 / FPS) < 0.1


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_another_codec_is_named_as_the_reason(tmp_path, container):
    assert refused(film(tmp_path, codec="mpeg4", container=container)) == "unsupported_codec"


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_every_limit_has_a_code(tmp_path, container):
    content = film(tmp_path, container=container)

    assert refused(content, ClipLimits(max_bytes=100)) == "clip_too_heavy"
    assert refused(content, ClipLimits(max_long_side_px=300)) == "clip_too_large"
    assert refused(content, ClipLimits(max_short_side_px=200)) == "clip_too_large"
    long = Film(container=container, times=[float(one) for one in range(10)])
    content = long.write(tmp_path / "long", scene([None] * 10)[0]).read_bytes()
    assert refused(content, ClipLimits(max_duration_s=3)) == "clip_too_long"


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_wherever_a_header_ends_it_is_refused_by_name(tmp_path, container):
    content = film(tmp_path, container=container)
    for end in (*range(0, 600, 7), len(content) - 700):
        assert outcome_of(content[:end]) in {
            None,
            "empty_file",
            "unsupported_type",
            "damaged",
            "no_video",
        }


@pytest.mark.parametrize(
    "content", [b"#EXTM3U\n", b"ffconcat version 1.0\n", b"RIFF....AVI ", b"x"]
)
def test_anything_else_is_of_an_unknown_type(content):
    assert refused(content) == "unsupported_type"
