"""A PNG's chunks gAMA and cHRM, and profiles of grey pictures."""

import numpy as np
import pytest
from PIL import Image as Pillow

from tests.processing.images.colour_files import (
    P3_TO_SRGB,
    chrm,
    curved,
    gama,
    png_of,
    swatches,
)
from tests.processing.images.round_trip import decoded
from tests.processing.picture_files import png_chunk, png_of_16_bits, saved

P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)


def rgb_of(content: bytes) -> np.ndarray:
    return decoded(content)[:, :, 2::-1].astype(int)


@pytest.mark.parametrize("gamma", [1.0, 0.625, 0.5, 0.3])
def test_gama_says_how_samples_become_light(gamma: float) -> None:
    seen = rgb_of(png_of(swatches(), gama(gamma)))

    assert np.abs(seen - curved((swatches() / 255) ** (1 / gamma))).max() <= 1


@pytest.mark.parametrize(
    "extra",
    [
        gama(0.45455),
        gama(0.45),
        gama(0),
        gama(40),
        png_chunk(b"sRGB", b"\0") + gama(1.0),
        chrm(*P3),
        b"",
    ],
)
def test_usual_senseless_and_overruled_gammas_change_nothing(extra: bytes) -> None:
    assert (rgb_of(png_of(swatches(), extra)) == swatches()).all()


def test_chrm_says_what_red_green_and_blue_are() -> None:
    seen = rgb_of(png_of(swatches(), gama(0.45455) + chrm(*P3)))

    light = (swatches() / 255) ** 2.2 @ P3_TO_SRGB.T
    assert np.abs(seen - curved(light.clip(0, 1))).max() <= 3


@pytest.mark.parametrize("numbers", [(0.0,) * 8, (0.3, 0.0, *P3[2:]), (0.3, 0.3, *(0.5, 0.2) * 3)])
def test_primaries_that_span_no_colours_are_passed_over(numbers: tuple[float, ...]) -> None:
    seen = rgb_of(png_of(swatches(), gama(0.5) + chrm(*numbers)))

    assert np.abs(seen - curved((swatches() / 255) ** 2)).max() <= 1


@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_sixteen_linear_bits_keep_their_dark_tones(colour: int, channels: int) -> None:
    ramp = np.linspace(0, 2000, 64).astype(np.uint16)
    samples = ramp[None, :, None].repeat(channels, axis=2)
    if channels in (2, 4):
        samples[:, :, -1] = 65535
    content = png_of_16_bits(samples[:, :, 0] if channels == 1 else samples, colour, gama(1.0))

    seen = decoded(content).reshape(64, -1)[:, 0]

    assert np.abs(seen - curved(ramp / 65535)).max() <= 1


def test_sixteen_linear_bits_of_grey_with_a_transparent_value_are_converted() -> None:
    samples = np.array([[1285, 32768, 65535]], np.uint16)
    extra = gama(1.0) + png_chunk(b"tRNS", b"\xff\xff")

    image = decoded(png_of_16_bits(samples, 0, extra))

    expected = np.rint(curved(samples[0, :2] / 65535))
    assert np.abs(image[0, :2, 0] - expected).max() <= 1
    assert image[0, :, 3].tolist() == [255, 255, 0]


def grey_profile(gamma: float) -> bytes:
    """An ICC.1:2001 profile of a grey display: white, and a curve."""
    curve = b"curv" + bytes(4) + (1).to_bytes(4) + round(gamma * 256).to_bytes(2) + bytes(2)
    white = b"XYZ " + bytes(4) + b"".join(v.to_bytes(4) for v in (63190, 65536, 54061))
    tags = [(b"wtpt", white), (b"kTRC", curve)]
    at = 132 + 12 * len(tags)
    table, bodies = len(tags).to_bytes(4), b""
    for tag, body in tags:
        table += tag + (at + len(bodies)).to_bytes(4) + len(body).to_bytes(4)
        bodies += body
    head = (at + len(bodies)).to_bytes(4) + bytes(4) + b"\x02\x40\0\0mntrGRAYXYZ " + bytes(12)
    head += b"acsp" + bytes(28) + b"".join(v.to_bytes(4) for v in (63190, 65536, 54061))
    return head.ljust(128, b"\0") + table + bodies


@pytest.mark.parametrize("gamma", [1.0, 1.8])
@pytest.mark.parametrize("name", ["PNG", "JPEG"])
def test_the_curve_of_a_grey_profile_counts(name: str, gamma: float) -> None:
    grey = Pillow.new("L", (64, 64), 128)

    image = decoded(saved(grey, name, icc_profile=grey_profile(gamma)))

    assert image.shape == (64, 64)
    assert np.abs(image - curved(np.array((128 / 255) ** gamma))).max() <= 3


@pytest.mark.parametrize("bits", [8, 16])
def test_the_curve_of_a_grey_profile_counts_beside_alpha_and_16_bits_too(bits: int) -> None:
    profile = grey_profile(1.0)
    alpha = Pillow.merge("LA", (Pillow.new("L", (64, 64), 128), Pillow.new("L", (64, 64), 200)))
    deep = Pillow.fromarray(np.full((64, 64), 128 * 257, np.uint16))

    image = decoded(saved(alpha if bits == 8 else deep, "PNG", icc_profile=profile))

    assert abs(int(image.reshape(64, 64, -1)[0, 0, 0]) - 188) <= 3
    assert image.shape[2:] == ((4,) if bits == 8 else ())
