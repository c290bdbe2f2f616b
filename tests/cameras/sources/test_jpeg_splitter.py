"""JPEGs are taken out of a stream whatever the pieces it arrives in, and whatever lies between."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.sources import jpeg_splitter
from cameras.sources.jpeg_splitter import JpegSplitter, NoJpegs
from tests.cameras.films import counting

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
THUMBNAIL = SOI + b"\xff\xdb\x00\x04ab" + EOI


def segment(marker, content):
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def jpeg_of(header, scan):
    """A JPEG by its structure: a segment with a thumbnail in it, a scan with stuffed bytes."""
    stuffed = scan.replace(b"\xff", b"\xff\x00") + b"\xff\xd3"
    start = SOI + segment(0xE1, b"Exif" + THUMBNAIL + header) + b"\xff" + segment(0xC4, header)
    return start + segment(0xDA, b"123456") + stuffed + EOI


JPEGS = st.lists(
    st.builds(jpeg_of, st.binary(max_size=50), st.binary(min_size=1, max_size=300)),
    min_size=1,
    max_size=5,
)
BETWEEN = st.sampled_from(
    [
        b"",
        b"\r\n",
        bytes(600),
        b"\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n",
        b"--frame\nContent-Length: 0\n\n",
        b"\r\n--other--\r\nContent-Length: 99999\r\nno colon\r\n\r\n",
    ]
)


def taken(pieces):
    splitter = JpegSplitter()
    return [jpeg for jpeg in map(splitter.feed, pieces) if jpeg is not None]


@given(JPEGS, BETWEEN, st.data())
def test_any_split_into_pieces_gives_the_same_jpegs(jpegs, between, data):
    body = between + between.join(jpegs)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=10)))

    found = taken(body[start:end] for start, end in itertools.pairwise([0, *cuts, len(body)]))

    assert found[-1] == jpegs[-1]
    positions = iter(jpegs)
    assert all(jpeg in positions for jpeg in found)


@given(JPEGS, BETWEEN)
def test_fed_byte_by_byte_none_is_missed_and_each_comes_with_its_last_byte(jpegs, between):
    assert taken(bytes([byte]) for byte in between + between.join(jpegs)) == jpegs


@given(JPEGS, st.floats(0.05, 0.95))
def test_a_broken_one_is_passed_over_and_its_thumbnail_is_not_taken_for_it(jpegs, share):
    head = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n"
    whole = jpeg_of(b"head", bytes(range(1, 200)) * 3)
    broken = whole[: round(len(whole) * share)]
    follows = [head + jpeg + b"\r\n" for jpeg in (*jpegs, whole, whole)]

    found = taken([head + whole + b"\r\n", head + broken + b"\r\n", *follows])

    assert THUMBNAIL not in found
    assert found[-1] == whole
    assert broken not in found


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_splitter(noise):
    taken(noise[start : start + 100] for start in range(0, len(noise), 100))


def test_real_pictures_come_out_as_they_went_in():
    pictures = counting()

    assert taken(pictures) == pictures


@pytest.mark.parametrize("start", [b"", SOI + segment(0xDA, b"123456")], ids=["none", "endless"])
def test_what_holds_no_jpeg_or_one_without_an_end_is_refused_before_it_is_large(start, monkeypatch):
    monkeypatch.setattr(jpeg_splitter, "MAX_JPEG_BYTES", 100_000)
    splitter = JpegSplitter()
    splitter.feed(start)

    with pytest.raises(NoJpegs):
        feed_all(splitter, [bytes(10_000)] * 11)


def feed_all(splitter, pieces):
    for piece in pieces:
        splitter.feed(piece)
