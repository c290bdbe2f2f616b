"""Colours that alpha hides have no part in what an operation makes of the others."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing.face import Face
from processing.images import FileTraits, Image, encode
from processing.operations import OPERATIONS
from processing.operations.hide import hide_faces

ARGUMENTS = {"resize": {"max_side": 60}}
every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def logo(colour: tuple[int, int, int], side: int = 300) -> Image:
    """A disc with a soft edge and a hole, BGRA; all else is transparent, and black."""
    alpha = np.zeros((side, side), np.uint8)
    cv2.circle(alpha, (side // 2, side // 2), side // 3, 255, side // 6, cv2.LINE_AA)
    image = np.dstack((np.full((side, side, 3), colour, np.uint8), alpha))
    image[alpha == 0] = 0
    return image


def seen_on(paper: int, image: Image) -> np.ndarray:
    share = image[:, :, 3:] / 255
    return image[:, :, :3] * share + paper * (1 - share)


@every_operation
def test_white_on_transparent_is_seen_on_white_as_white_is(operation) -> None:
    arguments = ARGUMENTS.get(operation.name, {})
    white = np.full((300, 300, 3), 255, np.uint8)
    darkest = operation.apply(white, **arguments).min(axis=(0, 1))

    seen = seen_on(255, operation.apply(logo((255, 255, 255)), **arguments))

    assert (seen >= darkest - 1).all()


@pytest.mark.parametrize("suffix", ["PNG", "WEBP"])
@pytest.mark.parametrize("name", ["blur", "pixelate", "resize", "sharpen", "sketch", "edges"])
def test_a_file_of_white_on_transparent_has_no_halo(name: str, suffix: str) -> None:
    done = OPERATIONS[name].apply(logo((255, 255, 255)), **ARGUMENTS.get(name, {}))

    file = Pillow.open(io.BytesIO(encode(done, FileTraits(suffix)).content)).convert("RGBA")

    assert seen_on(255, np.asarray(file)).min() >= 250


@pytest.mark.parametrize("name", ["blur", "pixelate", "resize", "sharpen"])
def test_a_logo_of_one_colour_keeps_it_to_its_very_edge(name: str) -> None:
    done = OPERATIONS[name].apply(logo((30, 90, 200)), **ARGUMENTS.get(name, {}))

    seen = done[done[:, :, 3] > 8]
    assert np.abs(seen[:, :3].astype(int) - (30, 90, 200)).max() <= 1


@every_operation
def test_what_is_not_seen_of_a_result_is_black(operation) -> None:
    done = operation.apply(logo((30, 90, 200)), **ARGUMENTS.get(operation.name, {}))

    assert not done[done[:, :, 3] == 0].any()


@pytest.mark.parametrize("name", ["blur", "pixelate", "resize"])
def test_a_picture_seen_through_its_alpha_changes_as_it_is_seen(name: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 4), np.uint8)
    on_black = seen_on(0, noise).round().astype(np.uint8)

    done = OPERATIONS[name].apply(noise, **ARGUMENTS.get(name, {}))

    plain = OPERATIONS[name].apply(on_black, **ARGUMENTS.get(name, {}))
    assert np.abs(seen_on(0, done) - plain).max() <= 2


@pytest.mark.parametrize("style", ["mosaic", "blur"])
def test_a_face_at_the_edge_of_a_cut_out_is_covered_with_its_own_colours(style: str) -> None:
    face = Face(60, 60, 120, 120, 0.9)

    done = hide_faces(logo((30, 90, 200)), faces=[face], style=style, margin=0.25, blocks=6)

    seen = done[done[:, :, 3] > 0]
    assert np.abs(seen[:, :3].astype(int) - (30, 90, 200)).max() <= 1


def test_a_face_painted_over_in_a_cut_out_is_black_and_opaque() -> None:
    face = Face(60, 60, 120, 120, 0.9)

    done = hide_faces(
        logo((30, 90, 200)), faces=[face], style="solid", margin=0, blocks=6, shape="box"
    )

    assert (done[60:180, 60:180] == (0, 0, 0, 255)).all()


def test_a_dark_logo_is_drawn_with_an_outline() -> None:
    drawn = OPERATIONS["edges"].apply(logo((20, 20, 20)))

    assert (seen_on(255, drawn) < 128).any()
