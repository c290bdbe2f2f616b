"""AVIF and HEIF are judged by the frames that would be decoded, whatever the header declares."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processing.headers import av1, hevc, sniff
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing.malformed_files import box
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


def avif(data: bytes, *extents: tuple[int, int], construction: int = 0) -> bytes:
    """An AVIF that declares 16 x 16 px, of one item; extents are offsets in `data`, lengths."""
    item = box(b"infe", bytes((2, 0, 0, 0)) + struct.pack(">HH", 1, 0) + b"av01\0")
    listed = box(b"iinf", bytes(4) + struct.pack(">H", 1) + item)
    size = box(b"ispe", bytes(4) + struct.pack(">II", 16, 16))
    described = box(b"iprp", box(b"ipco", size + box(b"av1C", b"\x81\0\0\0")))
    start = 0
    for _ in range(2):  # offsets in the file are known once its length is
        pieces = b"".join(struct.pack(">II", start + at, length) for at, length in extents)
        head = b"\1\0\0\0\x44\0" + struct.pack(">HHHHH", 1, 1, construction, 0, len(extents))
        meta = bytes(4) + listed + described + box(b"iloc", head + pieces)
        before = box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", meta)
        start = len(before) + 8 if construction == 0 else 0
    if construction == 0:
        return before + box(b"mdat", data)
    return box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", meta + box(b"idat", data))


WHOLE = saved(gradient(), "AVIF")
OBUS = WHOLE[WHOLE.index(b"mdat") + 4 :]
HIDDEN = {
    "in one piece": lambda: avif(OBUS, (0, len(OBUS))),
    "to the end of the file": lambda: avif(OBUS, (0, 0)),
    "behind an OBU of 200 bytes": lambda: avif(
        b"\x2a\xc8\1" + bytes(200) + OBUS, (0, 203 + len(OBUS))
    ),
    "in two pieces": lambda: avif(OBUS, (0, 5), (5, len(OBUS) - 5)),
    "among the boxes": lambda: avif(OBUS, (0, len(OBUS)), construction=1),
}


@pytest.mark.parametrize("build", HIDDEN.values(), ids=HIDDEN)
def test_the_coded_size_is_found_wherever_it_lies(build):
    header = sniff(build(), Limits())

    assert (header.width, header.height) == (128, 64)


@pytest.mark.parametrize("construction", [0, 1])
@pytest.mark.parametrize("data", [b"", b"\x12\0", b"\x2a\xff\xff\1" + bytes(100_000) + OBUS])
def test_a_picture_of_av1_that_does_not_begin_with_its_size_is_damaged(data, construction):
    with pytest.raises(Refused) as refused:
        sniff(avif(data, (0, len(data)), construction=construction), Limits())

    assert refused.value.code == "damaged"


def test_data_that_lie_in_another_item_are_damaged():
    with pytest.raises(Refused) as refused:
        sniff(avif(OBUS, (0, 5), construction=2), Limits())

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
