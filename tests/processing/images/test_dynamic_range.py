"""Pictures brighter than a page can be are brought down to it, and stay what they show."""

import cv2
import numpy as np
import pytest

from processing.images.colour_space import colour_space_of_code
from processing.images.tone_mapping import tone_mapped
from processing.images.transfer import HLG, PQ, pq_nits, pq_samples
from tests.processing.images.colour_files import cicp, deep_avif, deep_heif, png_of, with_nclx
from tests.processing.images.round_trip import decoded

BT2020 = 9


def shown(samples: np.ndarray, transfer: int) -> np.ndarray:
    """Grey samples, 0..1, of a picture in BT.2020 as sRGB."""
    ramp = np.rint(samples * 65535).astype(np.uint16)[None, :, None].repeat(3, axis=2)
    space = colour_space_of_code(BT2020, transfer)
    return space.to_srgb(ramp, 65535)[0, :, 1].astype(int)


def test_pq_follows_its_standard() -> None:
    """Values of BT.2100-2's EOTF that other documents print: ITU-R BT.2408, table 1."""
    assert pq_nits(np.array([0.0, 0.5081, 0.5807, 0.7518, 1.0])) == pytest.approx(
        [0, 100, 203, 1000, 10_000], rel=0.005
    )
    assert pq_samples(pq_nits(np.linspace(0, 1, 9))) == pytest.approx(
        np.linspace(0, 1, 9), abs=1e-5
    )


def test_what_is_dark_stays_as_bright_as_it_was() -> None:
    light = np.linspace(0, 0.4, 50, dtype=np.float32)[None]

    assert tone_mapped(light) == pytest.approx(light, abs=0.002)


def test_light_of_1000_nits_and_more_is_white() -> None:
    light = np.array([[1000 / 203, 20, 49]], np.float32)

    assert shown(pq_samples(np.array([1000.0, 4000.0, 10_000.0])), PQ).tolist() == [255] * 3
    assert (tone_mapped(light) >= 0.99).all()


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_brighter_samples_are_shown_brighter(transfer: int) -> None:
    tones = shown(np.linspace(0, 1, 200), transfer)

    assert (np.diff(tones) >= 0).all()
    assert (tones[0], tones[-1]) == (0, 255)
    assert len(set(tones.tolist())) > 100


def test_highlights_keep_their_hue() -> None:
    light = np.array([[[0.5, 1.0, 2.0]]], np.float32)

    mapped = tone_mapped(light)[0, 0]

    assert mapped.max() <= 1
    assert mapped / mapped.max() == pytest.approx([0.25, 0.5, 1], rel=0.001)


def test_paper_white_of_200_nits_is_nearly_white_on_a_page() -> None:
    assert 210 <= shown(pq_samples(np.array([203.0])), PQ)[0] < 255
    assert 210 <= shown(np.array([0.75]), HLG)[0] < 255  # BT.2408: 75% is reference white


def patches() -> np.ndarray:
    """(64, 96, 3) RGB in BT.2020 with PQ, 0..1: dark grey, paper, red."""
    light = np.zeros((64, 96, 3))
    light[:, :32], light[:, 32:64], light[:, 64:, 0] = 10, 100, 90
    return np.asarray(pq_samples(light))


def seen(content: bytes) -> np.ndarray:
    """Grey, paper and red as BGR."""
    return decoded(content)[32, 16::32].astype(int)


@pytest.mark.parametrize("name", ["avif", "heic", "png"])
def test_a_picture_in_pq_is_seen_in_its_colours_in_every_format(name: str) -> None:
    rgb = patches()
    files = {
        "avif": lambda: with_nclx(
            deep_avif(np.rint(rgb[:, :, ::-1] * 1023).astype(np.uint16)), BT2020, PQ
        ),
        "heic": lambda: deep_heif(np.rint(rgb * 65535).astype(np.uint16), BT2020, PQ),
        "png": lambda: png_of(np.rint(rgb * 255).astype(np.uint8), cicp(BT2020, PQ)),
    }

    grey, paper, red = seen(files[name]())

    assert np.abs(grey - 63).max() <= 6  # 10 of 203 nits: light of 0.049
    assert np.abs(paper - 185).max() <= 8  # 100 of 203 nits: light of 0.49
    assert red[2] > 180
    assert max(red[:2]) <= 40


def test_a_deep_avif_without_a_high_range_is_read_as_before() -> None:
    bgr = np.full((64, 64, 3), 500, np.uint16)

    assert np.abs(decoded(deep_avif(bgr)).astype(int) - 125).max() <= 2


def test_alpha_of_a_deep_avif_is_kept() -> None:
    bgra = np.full((64, 64, 4), 500, np.uint16)
    bgra[:, :, 3] = 1023
    bgra[:32, :, 3] = 0

    image = decoded(with_nclx(deep_avif(bgra), BT2020, PQ))

    assert not image[:30].any()
    assert (image[34:, :, 3] == 255).all()
    assert cv2.mean(image[34:])[0] > 50
