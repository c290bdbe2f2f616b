"""AVIFs of which a part is to be shown."""

import struct

from tests.processing.malformed_files import box


def with_aperture(avif: bytes, *numbers: int) -> bytes:
    """An AVIF with a `clap` (ISO/IEC 14496-12, 12.1.4) in the place of its `colr`.

    `numbers` are four fractions: width, height, and by how much the middle moves right and down.
    The property is put behind all the others, so that boxes grow and the picture's data move.
    """
    clap = box(b"clap", struct.pack(">IIIIiIiI", *numbers))
    ipco, mdat = avif.index(b"ipco") - 4, avif.index(b"mdat") + 4
    end = ipco + int.from_bytes(avif[ipco : ipco + 4])
    grown = bytearray(avif)
    for kind in (b"meta", b"iprp", b"ipco"):
        at = avif.index(kind) - 4
        grown[at : at + 4] = (int.from_bytes(avif[at : at + 4]) + len(clap)).to_bytes(4)
    place = avif.index(mdat.to_bytes(4), avif.index(b"iloc"))
    grown[place : place + 4] = (mdat + len(clap)).to_bytes(4)
    links = avif.index(b"ipma") + 15
    properties = avif[links - 1]
    grown[links + properties - 1] = 0x80 | properties + 1
    return bytes(grown[:end]) + clap + bytes(grown[end:])
