"""Parts are taken out of a body whatever the pieces it arrives in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.sources import multipart
from cameras.sources.multipart import NotMultipart, Parts

JPEGS = st.lists(
    st.binary(min_size=1, max_size=300).map(lambda body: b"\xff\xd8" + body + b"\xff\xd9"),
    min_size=1,
    max_size=5,
)
TYPE = 'multipart/x-mixed-replace; boundary="--frame"'


def body_of(jpegs, *, with_length, newline=b"\r\n"):
    parts = []
    for jpeg in jpegs:
        length = b"Content-length: %d" % len(jpeg) + newline if with_length else b""
        head = b"--frame" + newline + b"Content-Type: image/jpeg" + newline + length + newline
        parts.append(head + jpeg + newline)
    return b"preamble" + newline + b"".join(parts) + b"--frame"


@given(JPEGS, st.booleans(), st.sampled_from([b"\r\n", b"\n"]), st.data())
def test_any_split_into_pieces_gives_the_same_parts(jpegs, with_length, newline, data):
    body = body_of(jpegs, with_length=with_length, newline=newline)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=10)))
    parser = Parts(TYPE)

    found = [
        parser.feed(body[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True)
    ]

    taken = [part for part in found if part is not None]
    assert taken[-1] == jpegs[-1]
    positions = iter(jpegs)
    assert all(part in positions for part in taken)


@given(JPEGS, st.booleans())
def test_fed_byte_by_byte_no_part_is_missed(jpegs, with_length):
    parser = Parts(TYPE)

    found = [parser.feed(bytes([byte])) for byte in body_of(jpegs, with_length=with_length)]

    assert [part for part in found if part is not None] == jpegs


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_no_bytes_and_no_header_break_the_parser(noise, content_type):
    parser = Parts(content_type)
    for start in range(0, len(noise), 100):
        parser.feed(noise[start : start + 100])


def test_what_has_no_parts_is_refused_before_it_is_large():
    parser = Parts(TYPE)

    with pytest.raises(NotMultipart):
        feed_all(parser, [bytes(5000)] * 3)


@pytest.mark.parametrize("length", [b"", b"Content-Length: 999999999\r\n"])
def test_a_part_without_end_is_refused_before_it_is_larger_than_a_picture(length, monkeypatch):
    monkeypatch.setattr(multipart, "MAX_PART_BYTES", 100_000)
    parser = Parts(TYPE)
    parser.feed(b"--frame\r\n" + length + b"\r\n")

    with pytest.raises(NotMultipart):
        feed_all(parser, [bytes(10_000)] * 11)


def feed_all(parser, pieces):
    for piece in pieces:
        parser.feed(piece)
