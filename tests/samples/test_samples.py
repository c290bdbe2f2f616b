"""Hard cases: real pictures, in the folder that the environment variable SAMPLES names."""

import io
import json
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from processing import faces
from processing.face import Face
from processing.images import Image, decode, encode
from processing.limits import Limits
from processing.operations.hide import hide_faces
from processing.overview import MIN_SCORE_ALONE
from processing.pipeline import process
from processing.recipe import Recipe
from processing.refusal import Refused

FOLDER = Path(os.environ.get("SAMPLES", "."))
LIMITS = Limits()

pytestmark = [
    pytest.mark.skipif(
        "SAMPLES" not in os.environ,
        reason="SAMPLES is not set: it names a folder with manifest.json and real pictures",
    ),
    # Pillow warns of odd files; as an error inside decode that would pass for a refusal.
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
]


def entries(kind: str) -> list[dict[str, Any]]:
    """What the manifest says of the faces, the nofaces or the files."""
    manifest = FOLDER / "manifest.json"
    listed: dict[str, Any] = json.loads(manifest.read_text()) if manifest.exists() else {}
    return [*listed.get(kind, [])]


def names(folder: str) -> list[str]:
    return [entry["file"] for entry in entries("files") if entry["file"].startswith(folder)]


def decoded(name: str) -> Image:
    return decode((FOLDER / name).read_bytes(), LIMITS)[0]


def decoded_or_refused(name: str) -> Image | None:
    """Any exception but Refused is a failure of the test that calls."""
    try:
        return decoded(name)
    except Refused:
        return None


def colour(image: Image) -> Image:
    return image[:, :, :3] if image.ndim == 3 else image[:, :, None].repeat(3, axis=2)


def distance(one: Image, other: Image) -> float:
    return float(np.abs(colour(one).astype(int) - colour(other)).mean())


def test_the_folder_holds_what_the_manifest_lists() -> None:
    listed = [entry["file"] for kind in ("faces", "nofaces", "files") for entry in entries(kind)]

    assert listed
    assert not [name for name in listed if not (FOLDER / name).is_file()]


@pytest.mark.parametrize("name", names("files/"))
def test_every_file_is_decoded_within_the_limits_or_refused(name: str) -> None:
    image = decoded_or_refused(name)

    if image is not None:
        assert image.dtype == np.uint8
        assert max(image.shape[:2]) <= LIMITS.max_side_px
        assert image.shape[0] * image.shape[1] <= LIMITS.max_pixels


@pytest.mark.parametrize("name", names("files/"))
def test_what_is_published_of_a_file_carries_no_metadata(name: str) -> None:
    try:
        image, traits = decode((FOLDER / name).read_bytes(), LIMITS)
    except Refused:
        return

    result = Pillow.open(io.BytesIO(encode(image, traits).content))

    assert (result.height, result.width) == image.shape[:2]
    assert not dict(result.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(result.info)


@pytest.mark.parametrize("name", names("files/formats/"))
def test_honest_files_of_the_accepted_formats_are_decoded(name: str) -> None:
    accepted = name.endswith((".jpg", ".png", ".webp", ".avif", ".heic", ".gif", ".bmp", ".mpo"))

    assert (decoded_or_refused(name) is not None) == accepted


@pytest.mark.parametrize("name", names("files/bombs/"))
def test_a_bomb_is_refused_or_small(name: str) -> None:
    image = decoded_or_refused(name)

    assert image is None or image.size <= 1_000_000


@pytest.mark.parametrize("name", names("files/orientation/pillow__hopper"))
def test_a_turned_portrait_ends_like_the_one_that_was_not(name: str) -> None:
    upright = decoded("files/formats/pillow__hopper.jpg")

    assert distance(decoded(name), upright) < 8


@pytest.mark.parametrize("name", names("files/orientation/pillow__rot"))
def test_a_turned_avif_ends_like_the_others(name: str) -> None:
    first = names("files/orientation/pillow__rot")[0]

    assert decoded(name).shape == (427, 640, 3)
    assert distance(decoded(name), decoded(first)) < 12


@pytest.mark.parametrize("name", names("files/orientation/imgproxy"))
def test_a_png_of_orientation_6_ends_with_its_sides_exchanged(name: str) -> None:
    width, height = struct.unpack(">II", (FOLDER / name).read_bytes()[16:24])

    assert decoded(name).shape[:2] == (width, height)


def test_a_face_picture_has_the_size_its_truth_was_measured_in() -> None:
    sizes = {e["file"]: decoded(e["file"]).shape[1::-1] for e in entries("faces")}

    assert sizes == {e["file"]: (e["width"], e["height"]) for e in entries("faces")}


def covered_shares(entry: dict[str, Any]) -> list[float]:
    """How much of each true face, 0..1, is black once faces are painted solid."""
    white = np.full_like(colour(decoded(entry["file"])), 255)
    found = faces.find(np.ascontiguousarray(colour(decoded(entry["file"]))))
    masked = hide_faces(white, faces=found, style="solid", margin=0.25, blocks=6) == 0
    return [
        float(masked[max(0, y) : y + height, max(0, x) : x + width].mean())
        for x, y, width, height in entry["boxes"]
    ]


def test_at_least_95_of_100_real_faces_are_covered() -> None:
    shares = [share for entry in entries("faces") for share in covered_shares(entry)]

    missed = sum(share < 0.75 for share in shares)

    assert missed <= 0.05 * len(shares)
    assert len(shares) >= 50


def test_at_most_one_picture_without_a_face_has_a_false_hit() -> None:
    hit = [
        entry["file"]
        for entry in entries("nofaces")
        if faces.find(np.ascontiguousarray(colour(decoded(entry["file"]))))
    ]

    assert len(hit) <= 1


def holds_middle(cover: Face, face: Face) -> bool:
    """Whether the middle of a face lies in another's box, grown as covers are."""
    dx, dy = cover.width * 0.625, cover.height * 0.625
    x = face.x + face.width / 2 - cover.x - cover.width / 2
    y = face.y + face.height / 2 - cover.y - cover.height / 2
    return abs(x) <= dx and abs(y) <= dy


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
@pytest.mark.parametrize("entry", entries("faces"), ids=lambda entry: entry["file"])
def test_no_face_is_found_where_one_was_covered(entry: dict[str, Any], style: str) -> None:
    """What the finder sees elsewhere, sleeves and wheels, is no face that was left in sight."""
    recipe = Recipe.parse([{"op": "faces", "style": style}])

    result = process((FOLDER / entry["file"]).read_bytes(), recipe, LIMITS)

    shown = decode(result.file.content, LIMITS)[0]
    seen = [
        face
        for face in faces.find(np.ascontiguousarray(colour(shown)))
        if face.score >= MIN_SCORE_ALONE
    ]
    assert [face for face in seen if any(holds_middle(box, face) for box in result.faces)] == []
