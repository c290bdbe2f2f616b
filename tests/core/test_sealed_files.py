"""Sealed files open whole, as they were and where they belong, or not at all."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealed_files import CHUNK_BYTES, BrokenSeal, new_cipher_key, seal, unseal

KEY = new_cipher_key()
SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
LENGTHS = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


def sealed(content: bytes, key: str = KEY, place: str = "a/1-original") -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(content), target, key, place)
    return target.getvalue()


def opened(content: bytes, key: str = KEY, place: str = "a/1-original") -> bytes:
    target = io.BytesIO()
    unseal(io.BytesIO(content), target, key, place)
    return target.getvalue()


def chunks(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the chunks of a sealed file, and each of them."""
    head, rest = content[:7], content[7:]
    return head, [
        rest[start : start + SEALED_CHUNK_BYTES]
        for start in range(0, len(rest), SEALED_CHUNK_BYTES)
    ]


def three_different_chunks() -> bytes:
    return b"".join(bytes([number]) * CHUNK_BYTES for number in range(3))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_sealed_is_opened_again(length):
    content = bytes(range(256)) * (length // 256 + 1)
    content = content[:length]

    assert opened(sealed(content)) == content


@given(st.binary(max_size=2000))
def test_any_content_is_opened_again_and_shows_nothing_of_itself(content):
    closed = sealed(content)

    assert opened(closed) == content
    assert len(content) < 8 or content not in closed


def test_the_same_content_looks_different_each_time():
    one, other = sealed(bytes(1000)), sealed(bytes(1000))

    assert one[7:] != other[7:]


def test_another_key_or_another_place_opens_nothing():
    content = sealed(b"picture")

    for key, place in ((new_cipher_key(), "a/1-original"), (KEY, "a/2-original")):
        with pytest.raises(BrokenSeal, match="another key"):
            opened(content, key, place)


@pytest.mark.parametrize("key", ["", "abc", "00"])
def test_without_a_usable_key_nothing_is_opened(key):
    with pytest.raises(BrokenSeal, match="its key is gone"):
        opened(sealed(b"picture"), key)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_file_that_is_cut_off_anywhere_is_not_opened(length):
    closed = sealed(bytes(length))
    ends = {0, 1, 6, 7, 8, len(closed) - 1, len(closed) - 16, 7 + SEALED_CHUNK_BYTES}

    for end in ends - set(range(len(closed), len(closed) + SEALED_CHUNK_BYTES + 8)):
        with pytest.raises(BrokenSeal):
            opened(closed[:end])


@pytest.mark.parametrize(
    "order", [[1, 0, 2], [0, 2, 1], [0, 2], [0, 1], [0, 1, 1, 2], [0, 1, 2, 2]]
)
def test_chunks_that_are_reordered_left_out_or_repeated_are_not_opened(order):
    head, parts = chunks(sealed(three_different_chunks()))

    with pytest.raises(BrokenSeal):
        opened(head + b"".join(parts[number] for number in order))


def test_a_chunk_of_another_file_with_the_same_key_is_not_taken():
    head, parts = chunks(sealed(three_different_chunks()))
    _head, others = chunks(sealed(three_different_chunks()))

    with pytest.raises(BrokenSeal):
        opened(head + parts[0] + others[1] + parts[2])


@given(st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place, change):
    closed = bytearray(sealed(b"a picture"))
    closed[place % len(closed)] ^= change

    with pytest.raises(BrokenSeal):
        opened(bytes(closed))


def test_a_large_file_needs_little_memory(tmp_path):
    clip, closed, again = (tmp_path / name for name in ("clip", "closed", "again"))
    with clip.open("wb") as file:
        file.truncate(64 * CHUNK_BYTES)

    tracemalloc.start()
    for work, source, target in ((seal, clip, closed), (unseal, closed, again)):
        with source.open("rb") as read, target.open("wb") as written:
            work(read, written, KEY, "clip")
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert again.stat().st_size == 64 * CHUNK_BYTES
    assert peak_bytes < 8 * CHUNK_BYTES
