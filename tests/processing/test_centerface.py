"""The network: its colours, its boxes, its memory."""

import numpy as np

from processing import centerface
from processing.centerface import look, trim_network
from processing.detections import overlaps
from processing.images import Image
from processing.memory import make_room_for


def test_a_face_is_seen_where_it_is_in_the_picture(astronaut: Image) -> None:
    place = np.array([(175, 51, 100, 132, 1)], np.float32)

    for scale in (0.25, 0.7, 1, 2):
        face = look(astronaut, scale)[:1]
        assert face[0, 4] > 0.8
        assert overlaps(face, place)[0, 0] > 0.7


def test_a_face_is_surer_in_its_own_colours_than_with_red_and_blue_exchanged(
    astronaut: Image,
) -> None:
    exchanged = np.ascontiguousarray(astronaut[:, :, ::-1])

    for scale in (0.15, 0.2, 0.25):
        (face, *_), (stranger, *_) = look(astronaut, scale), look(exchanged, scale)
        assert face[4] > stranger[4] + 0.02


def test_looks_are_the_same_whether_memory_was_given_back_or_not(astronaut: Image) -> None:
    trim_network()
    before = look(astronaut, 1)
    kept = centerface._network().largest_input
    trim_network()
    small = centerface._network().largest_input
    look(astronaut, 2)
    trim_network()

    assert small == kept == 3 * 512 * 512
    assert centerface._network().largest_input < kept
    assert (look(astronaut, 1) == before).all()


def test_beside_a_large_picture_no_memory_is_kept(astronaut: Image) -> None:
    look(astronaut, 1)
    make_room_for(astronaut)
    kept = centerface._network().largest_input

    make_room_for(np.zeros((4500, 4500, 3), np.uint8))

    assert (kept, centerface._network().largest_input) == (3 * 512 * 512, 3 * 32 * 32)
