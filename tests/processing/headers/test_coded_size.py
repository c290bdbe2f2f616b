"""AVIF and HEIF are judged by the frames that would be decoded, whatever the header declares."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processing.headers import av1, hevc, sniff
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing.picture_files import gradient, saved

SMALL = Limits(max_pixels=100 * 100)


@pytest.fixture(params=["AVIF", "HEIF"])
def disguised(request) -> bytes:
    """A picture of 128 x 64 px whose properties declare 16 x 16."""
    whole = saved(gradient(), request.param)
    declared, lie = (
        b"ispe" + bytes(4) + struct.pack(">II", *size) for size in ((128, 64), (16, 16))
    )
    assert declared in whole
    return whole.replace(declared, lie)


def test_the_coded_size_counts(disguised):
    header = sniff(disguised, Limits())

    assert (header.width, header.height) == (128, 64)


def test_a_disguised_bomb_is_refused(disguised):
    with pytest.raises(Refused) as refused:
        sniff(disguised, Limits(max_pixels=64 * 64))

    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
@pytest.mark.parametrize("missing_bytes", [1, 100])
def test_a_file_that_ends_before_its_items_is_damaged(kind, missing_bytes):
    with pytest.raises(Refused) as refused:
        sniff(saved(gradient(), kind)[:-missing_bytes], Limits())

    assert refused.value.code == "damaged"


@pytest.mark.parametrize("reader", [av1.coded_size, hevc.coded_size])
def test_whatever_the_bytes_are_a_size_nothing_or_an_early_end_is_found(reader):
    @given(st.binary(max_size=300))
    def read(data: bytes) -> None:
        try:
            found = reader(data)
        except (IndexError, struct.error):
            return
        assert found is None or min(found) >= 0

    read()
