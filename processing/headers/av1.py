"""The size of the frames in AV1 data, which a decoder makes room for (AV1 specification, 5.5)."""

from processing.headers.bits import Bits

_SEQUENCE_HEADER = 1
_MAX_OBUS = 16
"""As many are looked at: a sequence header is the first or the second."""


def coded_size(obus: bytes) -> tuple[int, int] | None:
    """Width and height in pixels by the first sequence header among the first OBUs, or None.

    Raises IndexError where the header ends too early.
    """
    at = 0
    for _ in range(_MAX_OBUS):
        if at >= len(obus):
            break
        kind, has_extension, has_size = obus[at] >> 3 & 15, obus[at] & 4, obus[at] & 2
        at += 2 if has_extension else 1
        length, at = _leb128(obus, at) if has_size else (len(obus) - at, at)
        if kind == _SEQUENCE_HEADER:
            return _size(Bits(obus[at : at + length]))
        at += length
    return None


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """A number of the specification's 4.10.5, and where it ends."""
    number = 0
    for place in range(8):
        byte = data[at + place]
        number |= (byte & 127) << 7 * place
        if byte < 128:
            return number, at + place + 1
    raise IndexError


def _size(bits: Bits) -> tuple[int, int]:
    """`max_frame_width` and `max_frame_height`; no frame may be larger (5.5.1)."""
    bits.skip(3 + 1)  # seq_profile, still_picture
    if bits.take(1):  # reduced_still_picture_header
        bits.skip(5)  # seq_level_idx
    else:
        _skip_operating_points(bits)
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    return bits.take(width_bits) + 1, bits.take(height_bits) + 1


def _skip_operating_points(bits: Bits) -> None:
    delay_bits = _skip_timing_info(bits) if bits.take(1) else 0
    has_display_delay = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.skip(12)  # operating_point_idc
        if bits.take(5) > 7:  # seq_level_idx
            bits.skip(1)  # seq_tier
        if delay_bits and bits.take(1):
            bits.skip(2 * delay_bits + 1)
        if has_display_delay and bits.take(1):
            bits.skip(4)


def _skip_timing_info(bits: Bits) -> int:
    """How many bits a buffer delay takes, 0 without a decoder model."""
    bits.skip(32 + 32)  # num_units_in_display_tick, time_scale
    if bits.take(1):  # equal_picture_interval
        bits.exp_golomb()
    if not bits.take(1):  # decoder_model_info_present_flag
        return 0
    delay_bits = bits.take(5) + 1
    bits.skip(32 + 5 + 5)
    return delay_bits
