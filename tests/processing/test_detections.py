"""What was seen: merged where it means the same face, compared between looks."""

import numpy as np

from processing.detections import Detections, distinct, ordered, overlaps, scores_among, sides


def detections(*rows: tuple[float, ...]) -> Detections:
    return np.array(rows, np.float32).reshape(-1, 5)


def test_boxes_overlap_by_their_intersection_over_their_union() -> None:
    one = detections((0, 0, 10, 10, 1))
    others = detections((0, 0, 10, 10, 1), (5, 0, 10, 10, 1), (10, 0, 10, 10, 1))

    assert np.allclose(overlaps(one, others), [[1, 1 / 3, 0]])


def test_of_detections_of_one_face_the_likeliest_stays() -> None:
    twice, other = ((0, 0, 10, 10, 0.5), (1, 1, 10, 10, 0.9)), (50, 50, 10, 10, 0.7)

    kept = distinct(detections(twice[0], other), detections(twice[1]))

    assert np.allclose(kept[:, 4], [0.9, 0.7])


def test_nothing_seen_stays_nothing() -> None:
    nothing = detections()

    assert distinct(nothing).shape == (0, 5)
    assert overlaps(nothing, nothing).shape == (0, 0)
    assert scores_among(nothing, detections((0, 0, 9, 9, 1))).tolist() == [0]
    assert sides(nothing).shape == (0,)


def test_a_face_has_the_best_score_among_the_detections_of_it() -> None:
    seen = detections((0, 0, 10, 10, 0.3), (1, 0, 10, 10, 0.4), (40, 0, 10, 10, 0.9))
    faces = detections((0, 0, 10, 10, 0.1), (80, 0, 10, 10, 0.2))

    assert np.allclose(scores_among(seen, faces), [0.4, 0])


def test_a_crowd_larger_than_a_block_is_compared_whole() -> None:
    crowd = detections(*((20 * n, 0, 10, 10, (n % 97 + 1) / 100) for n in range(200)))

    assert (scores_among(crowd, crowd) == crowd[:, 4]).all()


def test_a_box_is_as_large_as_the_square_of_its_side() -> None:
    assert sides(detections((5, 5, 4, 9, 1))).tolist() == [6]


def test_the_likeliest_come_first() -> None:
    seen = detections((1, 0, 1, 1, 0.2), (2, 0, 1, 1, 0.9), (3, 0, 1, 1, 0.5))

    assert ordered(seen)[:, 0].tolist() == [2, 3, 1]
