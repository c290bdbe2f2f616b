"""The size of the frames in HEVC data, which a decoder makes room for (ITU-T H.265)."""

import struct
from collections.abc import Iterator

from processing.headers.bits import Bits

_SPS = 33
_CONFIGURATION_BYTES = 22
_PROFILE_BITS, _LEVEL_BITS = 88, 8


def coded_size(configuration: bytes) -> tuple[int, int] | None:
    """Width and height in pixels by the largest parameter set of an `hvcC`; None without one.

    The box is that of ISO/IEC 14496-15, 8.3.3.1. Raises IndexError and struct.error where it
    ends too early.
    """
    sizes = [_size(Bits(unit)) for kind, unit in _units(configuration) if kind == _SPS]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _units(configuration: bytes) -> Iterator[tuple[int, bytes]]:
    """Each parameter set: its type, and what follows its two bytes of header (7.3.1)."""
    at = _CONFIGURATION_BYTES + 1
    for _ in range(configuration[_CONFIGURATION_BYTES]):
        kind, count = struct.unpack(">BH", configuration[at : at + 3])
        at += 3
        for _ in range(count):
            (length,) = struct.unpack(">H", configuration[at : at + 2])
            unit = configuration[at + 2 : at + 2 + length]
            yield kind & 63, unit[2:].replace(b"\0\0\3", b"\0\0")
            at += 2 + length


def _size(bits: Bits) -> tuple[int, int]:
    """The luma samples of a sequence parameter set (7.3.2.2.1)."""
    bits.skip(4)  # sps_video_parameter_set_id
    sub_layers = bits.take(3)
    bits.skip(1 + _PROFILE_BITS + _LEVEL_BITS)
    _skip_sub_layers(bits, sub_layers)
    bits.exp_golomb()  # sps_seq_parameter_set_id
    if bits.exp_golomb() == 3:  # chroma_format_idc
        bits.skip(1)  # separate_colour_plane_flag
    return bits.exp_golomb(), bits.exp_golomb()


def _skip_sub_layers(bits: Bits, sub_layers: int) -> None:
    """What profile_tier_level says of them (7.3.3)."""
    flags = [(bits.take(1), bits.take(1)) for _ in range(sub_layers)]
    if sub_layers:
        bits.skip(2 * (8 - sub_layers))
    for has_profile, has_level in flags:
        bits.skip(_PROFILE_BITS * has_profile + _LEVEL_BITS * has_level)
