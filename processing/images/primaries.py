"""The colours that red, green and blue stand for, and their way into sRGB's."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
"""(3, 3): multiplied from the left with a column of red, green and blue light."""
Chromaticity = tuple[float, float]
"""x and y of CIE 1931."""

_D65: Chromaticity = (0.3127, 0.329)
_C: Chromaticity = (0.31, 0.316)
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
"""Cones' responses to XYZ (Lam 1985, as in ICC.1:2022, Annex E)."""


@dataclass(frozen=True)
class Primaries:
    """The chromaticities (CIE x, y) of red, green, blue and white."""

    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity
    white: Chromaticity = _D65

    def to_srgb(self) -> Matrix:
        """What turns linear light of these primaries into that of sRGB, white into white."""
        adapted = _adaptation(self.white, SRGB.white) @ self._to_xyz()
        return np.asarray(np.linalg.inv(SRGB._to_xyz()) @ adapted, np.float64)

    def _to_xyz(self) -> Matrix:
        """SMPTE RP 177: columns are the primaries, as bright as makes their sum white."""
        places = self.red, self.green, self.blue
        columns = np.array([(x, y, 1 - x - y) for x, y in places]).T
        return np.asarray(columns * np.linalg.solve(columns, _white(self.white)), np.float64)


def _white(place: Chromaticity) -> npt.NDArray[np.float64]:
    """X, Y and Z of a white, Y being 1."""
    x, y = place
    return np.array([x / y, 1, (1 - x - y) / y])


def _adaptation(white: Chromaticity, wanted: Chromaticity) -> Matrix:
    """What makes XYZ under one white look the same under another (von Kries, Bradford)."""
    ratio = (_BRADFORD @ _white(wanted)) / (_BRADFORD @ _white(white))
    return np.asarray(np.linalg.inv(_BRADFORD) @ (ratio[:, None] * _BRADFORD), np.float64)


SRGB = Primaries((0.64, 0.33), (0.3, 0.6), (0.15, 0.06))

_BT470_BG = Primaries((0.64, 0.33), (0.29, 0.6), (0.15, 0.06))
_SMPTE_170M = Primaries((0.63, 0.34), (0.31, 0.595), (0.155, 0.07))

PRIMARIES = {
    1: SRGB,
    4: Primaries((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
    5: _BT470_BG,
    6: _SMPTE_170M,
    7: _SMPTE_170M,
    8: Primaries((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),
    9: Primaries((0.708, 0.292), (0.17, 0.797), (0.131, 0.046)),
    10: Primaries((1, 0), (0, 1), (0, 0), (1 / 3, 1 / 3)),
    11: Primaries((0.68, 0.32), (0.265, 0.69), (0.15, 0.06), (0.314, 0.351)),
    12: Primaries((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    22: Primaries((0.63, 0.34), (0.295, 0.605), (0.155, 0.077)),
}
"""By ColourPrimaries of ITU-T H.273, table 2."""
