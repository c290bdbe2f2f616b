"""A body in chunks is put together whatever the pieces it arrives in."""

import itertools
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.sources.chunks import Chunks


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=5), st.data())
def test_any_split_into_pieces_gives_the_same_body(parts, data):
    chunks = b"".join(b"%X;name=value\r\n%s\r\n" % (len(part), part) for part in parts)
    sent = chunks + b"0\r\nTrailer: x\r\n\r\nnext answer"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=8)))
    body = Chunks()

    read = b"".join(body.feed(sent[a:b]) for a, b in itertools.pairwise([0, *cuts, len(sent)]))

    assert read == b"".join(parts)
    assert body.is_over


@pytest.mark.parametrize("sent", [b"zz\r\n", b"-5\r\n", bytes(2000)])
def test_what_has_no_size_is_refused(sent):
    with pytest.raises(ValueError, match="a chunk"):
        Chunks().feed(sent)


@given(st.binary(max_size=200))
def test_no_bytes_break_it_otherwise(noise):
    with suppress(ValueError):
        Chunks().feed(noise)
