"""High dynamic range on a page, whose white is the brightest there is."""

import numpy as np
import numpy.typing as npt

from processing.images.transfer import SDR_WHITE_NITS, pq_nits, pq_samples

Light = npt.NDArray[np.float32]
"""(height, width, 3) BGR or (height, width); 1 is the white of a page."""

_PEAK_NITS = 1000.0
"""Of the displays that such pictures are made on: BT.2100's nominal peak for HLG."""
_HLG_GAMMA = 1.2
_LUMINANCE_BGR = np.array([0.0593, 0.678, 0.2627], np.float32)
"""BT.2100-2, table 4, for the primaries of BT.2020."""
_STEPS = 65536


def displayed_hlg(scene: Light) -> Light:
    """The OOTF of BT.2100-2, table 5: the scene's light as a display of 1000 nits shows it."""
    luminance = scene if scene.ndim == 2 else scene @ _LUMINANCE_BGR
    gain = luminance ** (_HLG_GAMMA - 1) * (_PEAK_NITS / SDR_WHITE_NITS)
    return np.asarray(scene * (gain if scene.ndim == 2 else gain[:, :, None]), np.float32)


def tone_mapped(light: Light) -> Light:
    """Light within 0..1, darker tones as they were: the EETF of BT.2390-8, 5.4.1.

    It works on the brightest of a pixel's three components, so that hues stay.
    """
    brightest = light if light.ndim == 2 else light.max(axis=2)
    step = _PEAK_NITS / SDR_WHITE_NITS / (_STEPS - 1)
    gains = _GAINS[np.minimum(brightest / step + 0.5, _STEPS - 1).astype(np.uint16)]
    over = np.maximum(brightest * gains, 1)  # brighter than the peak
    gains = gains / over
    return np.asarray(light * (gains if light.ndim == 2 else gains[:, :, None]), np.float32)


def _eetf(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """BT.2390-8, 5.4.1, without its black level lift: a Hermite spline above the knee."""
    peak, white = pq_samples(np.array([_PEAK_NITS, SDR_WHITE_NITS]))
    highest = white / peak
    knee = 1.5 * highest - 0.5
    e1 = np.minimum(samples / peak, 1)
    t = (e1 - knee) / (1 - knee)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (-2 * t**3 + 3 * t**2) * highest
    )
    return np.asarray(np.where(e1 < knee, e1, spline) * peak, np.float64)


def _gains(nits: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """The factors that map light of so many nits to the target display (BT.2390 EETF)."""
    shown = pq_nits(_eetf(pq_samples(nits)))
    gains = np.divide(shown, nits, out=np.ones_like(nits), where=nits > 0)
    return gains.astype(np.float32)


_GAINS = _gains(np.linspace(0, _PEAK_NITS, _STEPS))
