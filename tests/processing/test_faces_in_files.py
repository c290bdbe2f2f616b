"""A face is hidden in whatever file it comes: every format, depth, size and way up."""

import io
import subprocess
import sys

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing import faces
from processing.colour import split_alpha
from processing.images import FileTraits, Image, decode, encode
from processing.limits import Limits
from processing.pipeline import process
from processing.recipe import Recipe

LIMITS = Limits()
HIDE = Recipe.parse([{"op": "faces"}])


def saved(picture: Pillow.Image, name: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, name)
    return file.getvalue()


def rgb(image: Image) -> Pillow.Image:
    return Pillow.fromarray(np.ascontiguousarray(image[..., ::-1]))


def hidden(file: bytes) -> Image:
    """The result, after making sure that one face was found and none is left."""
    outcome = process(file, HIDE, LIMITS)
    image, _ = decode(outcome.file.content, LIMITS)
    assert len(outcome.faces) == 1
    assert faces.find(split_alpha(image)[0]) == []
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "CMYK"])
def test_a_face_is_hidden_in_pixels_of_every_kind(astronaut: Image, mode: str) -> None:
    picture = rgb(astronaut).convert(mode)

    image = hidden(saved(picture, "JPEG" if mode == "CMYK" else "PNG"))

    assert image.shape[:2] == (512, 512)


def test_a_face_is_hidden_in_16_bits(astronaut: Image) -> None:
    grey = np.asarray(rgb(astronaut).convert("L"))

    assert hidden(saved(Pillow.fromarray(grey.astype(np.uint16) * 257), "PNG")).ndim in (2, 3)


def test_in_a_png_every_pixel_outside_the_cover_is_as_it_was(astronaut: Image) -> None:
    image = hidden(saved(rgb(astronaut), "PNG"))

    rows, columns = (image != astronaut).any(axis=2).nonzero()
    assert 150 < columns.min() < columns.max() < 300
    assert 30 < rows.min() < rows.max() < 210


def test_holes_in_a_picture_stay_as_they_are(astronaut: Image) -> None:
    alpha = np.full((512, 512), 255, np.uint8)
    alpha[:, 400:] = 0
    alpha[300:, :] = 120

    image = hidden(encode(np.dstack((astronaut, alpha)), FileTraits("PNG")).content)

    assert (image[:, :, 3] == alpha).all()


@pytest.mark.parametrize("sides", [(1, 1), (1, 700), (700, 1), (3, 2)])
def test_the_smallest_pictures_pass(sides: tuple[int, int]) -> None:
    file = saved(Pillow.new("RGB", sides, "teal"), "PNG")

    outcome = process(file, HIDE, LIMITS)

    assert (outcome.faces, (outcome.width, outcome.height)) == ([], sides)


CHILD = """
import pathlib, sys
import django
from gazokako.celery import app, confine
from processing.limits import Limits
from processing.pipeline import process
from processing.recipe import Recipe
django.setup()
app.loader.import_default_modules()
confine()
steps = "faces pixelate blur sepia sketch edges even_light sharpen rotate grayscale"
for name in sys.argv[1:]:
    operations = steps.split() if "ten" in name else ["faces"]
    recipe = Recipe.parse([{"op": operation} for operation in operations])
    outcome = process(open(name, "rb").read(), recipe, Limits())
    print(len(outcome.faces), outcome.width, outcome.height, outcome.file.suffix)
_, _, rest = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")
print(int(rest.split()[0]) // 1024, file=sys.stderr)
"""


def test_the_largest_pictures_fit_a_workers_memory(astronaut: Image, tmp_path) -> None:
    large = np.asarray(cv2.resize(astronaut, (7140, 7140)), np.uint8)
    files = "plain.jpg", "turned.jpg", "ten-steps.png", "again.jpg"
    names = [str(tmp_path / name) for name in files]
    exif = Pillow.Exif()
    exif[0x0112] = 6
    rgb(large).save(names[0], quality=85, subsampling=0)
    rgb(np.ascontiguousarray(np.rot90(large))).save(names[1], quality=85, subsampling=0, exif=exif)
    alpha = np.full(large.shape[:2], 255, np.uint8)
    alpha[:, 5000:], alpha[6000:] = 0, 99
    cv2.imwrite(names[2], np.dstack((large // 16 * 16, alpha)), [cv2.IMWRITE_PNG_COMPRESSION, 6])
    rgb(large).save(names[3], quality=85, progressive=True)

    run = subprocess.run(
        [sys.executable, "-c", CHILD, *names], capture_output=True, text=True, check=False
    )

    assert run.stdout.splitlines() == [
        f"1 7140 7140 {suffix}" for suffix in (".jpg", ".jpg", ".png", ".jpg")
    ], run.stderr


def test_a_crowd_of_40_megapixels_takes_little_more_memory_than_the_picture(
    astronaut: Image, tmp_path
) -> None:
    small = cv2.resize(astronaut[:300], (395, 231), interpolation=cv2.INTER_AREA)
    name = tmp_path / "crowd.jpg"
    rgb(np.tile(small, (27, 16, 1))).save(name, quality=85)

    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(name)], capture_output=True, text=True, check=False
    )

    found, *size = run.stdout.split()
    assert size == ["6320", "6237", ".jpg"], run.stderr
    assert int(found) >= 27 * 16
    assert int(run.stderr) < 520, "MB: two pictures take 240, the program 180"


@pytest.mark.parametrize("crop", [np.s_[80:], np.s_[:150], np.s_[:, 200:], np.s_[:, :250]])
def test_a_face_cut_by_the_edge_is_covered_up_to_it(astronaut: Image, crop) -> None:
    image = np.ascontiguousarray(astronaut[crop])
    (face, *_others) = faces.find(image)
    solid = Recipe.parse([{"op": "faces", "style": "solid"}])

    covered = solid.run(image).image

    bottom, right = face.y + face.height, face.x + face.width
    assert not covered[face.y : bottom, face.x : right].any()
    assert min(face.x, face.y, image.shape[0] - bottom, image.shape[1] - right) <= 3
