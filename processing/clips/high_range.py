"""High dynamic range for pages: a table of colours, by what pictures are tone-mapped with."""

import numpy as np

from processing.images.colour_space import colour_space_of_code

_POINTS = 33
_TOP = 65535


def cube_of(primaries: int, transfer: int) -> str:
    """A 3D table in Adobe's cube format (1.0), from samples of H.273's codes to those of sRGB."""
    space = colour_space_of_code(primaries, transfer)
    if space is None:
        raise ValueError(f"no colours are known for {primaries} and {transfer}")
    steps = np.rint(np.linspace(0, _TOP, _POINTS)).astype(np.uint16)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    samples = np.stack((blue, green, red), axis=-1).reshape(1, -1, 3)
    shown = space.to_srgb(samples, _TOP)[0, :, ::-1] / 255
    lines = (f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in shown)
    return "\n".join((f"LUT_3D_SIZE {_POINTS}", *lines, ""))
