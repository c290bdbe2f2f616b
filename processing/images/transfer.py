"""From samples to light: the transfer characteristics of ITU-T H.273, table 3."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Transfer = Callable[[Values], Values]
"""Samples 0..1 to light, of which 1 is the white of a page."""

SDR_WHITE_NITS = 203
"""Reference white of BT.2408-7, 2.1: what a page shows as white."""


def power(exponent: float) -> Transfer:
    """Light as a power of the samples."""
    return lambda samples: samples**exponent


def srgb(samples: Values) -> Values:
    """IEC 61966-2-1, from samples to light."""
    return np.where(samples <= 0.04045, samples / 12.92, ((samples + 0.055) / 1.055) ** 2.4)


def srgb_samples(light: Values) -> Values:
    """IEC 61966-2-1, from light 0..1 to samples 0..1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def pq(samples: Values) -> Values:
    """Perceptual quantisation (SMPTE ST 2084, BT.2100-2 table 4): light of up to 10,000 nits."""
    return pq_nits(samples) / SDR_WHITE_NITS


def pq_nits(samples: Values) -> Values:
    """BT.2100-2, table 4: the EOTF."""
    root = samples ** (1 / _M2)
    return np.asarray(10_000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1))


def pq_samples(nits: Values) -> Values:
    """BT.2100-2, table 4: the inverse of the EOTF."""
    root = (nits / 10_000) ** _M1
    return np.asarray(((_C1 + _C2 * root) / (1 + _C3 * root)) ** _M2)


_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def hlg(samples: Values) -> Values:
    """Hybrid log-gamma (BT.2100-2, table 5): light of the scene, 0..1, before the OOTF."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(samples <= 0.5, samples**2 / 3, (np.exp((samples - c) / a) + b) / 12)


def _smpte_240m(samples: Values) -> Values:
    return np.where(samples < 0.0913, samples / 4, ((samples + 0.1115) / 1.1115) ** (1 / 0.45))


SRGB_CURVE, PQ, HLG = 13, 16, 18
CAMERA_CURVES = (1, 6, 11, 14, 15)
"""BT.709, 601, xvYCC and 2020 in two depths: one and the same curve."""
_CAMERA = power(2.4)
"""What displays do with the curves of cameras (BT.1886)."""

TRANSFERS: dict[int, Transfer] = {
    **dict.fromkeys(CAMERA_CURVES, _CAMERA),
    4: power(2.2),
    5: power(2.8),
    7: _smpte_240m,
    8: power(1),
    SRGB_CURVE: srgb,
    PQ: pq,
    17: lambda samples: samples**2.6 * 52.37 / 48,
    HLG: hlg,
}
"""By TransferCharacteristics."""
