"""Boxes of faces where they lie in a result that was turned and reduced."""

import numpy as np
import pytest

from tests.uploads.correcting import SOLID, pixels, run
from uploads.face_boxes import RelativeBox, box_px, shown_boxes

# Where the boxes lie in a result that was turned


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_box_turned_and_turned_back_is_where_it_was(turn):
    box = RelativeBox(0.1, 0.2, 0.3, 0.4)

    back = box.turned(turn).turned(-turn)

    assert np.allclose([*vars(back).values()], [0.1, 0.2, 0.3, 0.4])


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_face_is_marked_where_it_is_in_a_turned_and_reduced_result(send, face_jpeg, angle):
    steps = [*SOLID, {"op": "rotate", "angle": angle}, {"op": "resize", "max_side": 256}]
    upload = send({"a.jpg": face_jpeg}, steps).upload
    picture = run()

    (box,) = shown_boxes(upload, picture)

    black = (pixels(picture) < 16).all(axis=2)
    rows, columns = (
        slice(round(256 * s), round(256 * (s + d)))
        for s, d in ((box.top + 0.02, box.height - 0.04), (box.left + 0.02, box.width - 0.04))
    )
    assert black[rows, columns].all()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_box_drawn_over_a_turned_result_is_understood(send, face_jpeg, angle):
    upload = send({"a.jpg": face_jpeg}, [*SOLID, {"op": "rotate", "angle": angle}]).upload
    picture = run()
    (box,) = shown_boxes(upload, picture)

    found = box_px(upload, picture, box)

    (face,) = picture.faces
    assert all(abs(found[side] - face[side]) <= 1 for side in found)
