"""The network's answers: merged where they mean the same face, asked again where in doubt."""

import numpy as np

from processing import centerface
from processing.centerface import distinct, look, scores_among, shared, trim_network
from processing.images import Image
from processing.second_look import look_again


def sightings(*rows: tuple[float, ...]):
    return np.array(rows, np.float32).reshape(-1, 5)


def test_boxes_share_their_intersection_over_their_union() -> None:
    one = sightings((0, 0, 10, 10, 1))
    others = sightings((0, 0, 10, 10, 1), (5, 0, 10, 10, 1), (10, 0, 10, 10, 1))

    assert np.allclose(shared(one, others), [[1, 1 / 3, 0]])


def test_of_sightings_of_one_face_the_likeliest_stays() -> None:
    twice, other = ((0, 0, 10, 10, 0.5), (1, 1, 10, 10, 0.9)), (50, 50, 10, 10, 0.7)

    kept = distinct(sightings(*twice, other))

    assert np.allclose(kept[:, 4], [0.9, 0.7])


def test_nothing_seen_stays_nothing() -> None:
    nothing = sightings()

    assert distinct(nothing).shape == (0, 5)
    assert shared(nothing, nothing).shape == (0, 0)
    assert scores_among(nothing, sightings((0, 0, 9, 9, 1))).tolist() == [0]
    assert look_again(np.zeros((9, 9, 3), np.uint8), nothing).shape == (0, 5)


def test_what_is_seen_again_is_told_where_it_lies_in_the_picture(astronaut: Image) -> None:
    wide = np.pad(astronaut, ((0, 300), (700, 0), (0, 0)))
    places = sightings((875, 51, 100, 132, 0.1), (100, 600, 40, 40, 0.1))

    face = look_again(wide, places)[:1]

    assert shared(face, places)[0, 0] > 0.6


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
