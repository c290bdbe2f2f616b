"""Faces linked through time, and where they are in each frame."""

import numpy as np

from processing.tracks.course import LEAD_S, Timeline, course
from processing.tracks.linking import Linker

SIZE = 480, 640
FPS = 20


def boxes(*places, score=0.9):
    return np.array([(x, y, 40, 50, score) for x, y in places], np.float32).reshape(-1, 5)


def linked(looks):
    linker = Linker()
    for number, detections in enumerate(looks):
        linker.look(number / 10, detections)
    return linker.tracks


def timeline(frames, cut=None):
    scenes = [int(cut is not None and number >= cut) for number in range(frames)]
    return Timeline(np.arange(frames) / FPS, np.array(scenes, np.int32))


def test_a_moving_face_is_one_track():
    assert len(linked([boxes((20 * number, 100)) for number in range(20)])) == 1


def test_two_that_cross_keep_their_ways():
    tracks = linked([boxes((20 + 15 * n, 100), (320 - 15 * n, 130)) for n in range(20)])

    assert len(tracks) == 2
    for track in tracks:
        steps = np.diff([one.box[0] for one in track.sightings])
        assert (np.sign(steps) == np.sign(steps[0])).all()


def test_a_gap_is_bridged_on_a_straight_line():
    looks = [boxes((10 * n, 100)) if n not in (4, 5, 6) else boxes() for n in range(12)]
    (track,) = linked(looks)

    found = course(track, timeline(24), SIZE)

    for frame in range(24):
        x = min(10 * frame * 10 / FPS, 110)
        assert found[frame].x <= x
        assert found[frame].x + found[frame].width >= x + 40


def test_a_face_is_covered_before_it_was_seen_and_after_but_for_no_longer():
    (track,) = linked([boxes(), boxes(), boxes()] * 4 + [boxes((100, 100))] * 5)
    seen_s = [one.time_s for one in track.sightings]

    frames = sorted(course(track, timeline(80), SIZE))

    assert frames[0] / FPS <= seen_s[0] - LEAD_S + 1 / FPS
    assert seen_s[-1] + LEAD_S - 1 / FPS <= frames[-1] / FPS <= seen_s[-1] + LEAD_S + 1 / FPS


def test_no_cover_passes_a_cut():
    (track,) = linked([boxes((100, 100))] * 5)

    assert max(course(track, timeline(40, cut=10), SIZE)) == 9


def test_after_a_cut_the_same_place_is_another_face():
    linker = Linker()
    linker.look(0.0, boxes((100, 100)))
    linker.cut()
    linker.look(0.1, boxes((100, 100)))

    assert [track.scene for track in linker.tracks] == [0, 1]


def test_boxes_tremble_less_and_never_shrink_below_what_was_seen():
    rng = np.random.default_rng(0)
    looks = [boxes((100 + rng.integers(-4, 5), 100)) for _ in range(20)]
    (track,) = linked(looks)

    found = course(track, Timeline(np.arange(20) / 10, np.zeros(20, np.int32)), SIZE)

    for number, sighting in enumerate(track.sightings):
        assert found[number].x <= sighting.box[0]
        assert found[number].x + found[number].width >= sighting.box[2]


def test_a_face_that_leaves_is_not_covered_outside_of_the_picture():
    (track,) = linked([boxes((560 + 10 * number, 100)) for number in range(8)])

    for face in course(track, timeline(60), SIZE).values():
        assert face.x + face.width <= SIZE[1]
        assert face.width > 0


def test_sure_sightings_vouch_for_weak_ones_and_weak_ones_alone_are_none():
    weak, sure = boxes((100, 100), score=0.15), boxes((100, 100))

    (mixed,) = linked([weak, weak, sure, weak])
    (alone,) = linked([weak] * 8)

    assert mixed.is_credible
    assert len(mixed.sightings) == 4
    assert not alone.is_credible


def test_seen_again_and_again_is_credible_though_never_sure():
    (track,) = linked([boxes((100, 100), score=0.4)] * 4)
    (short,) = linked([boxes((100, 100), score=0.4)] * 2)

    assert track.is_credible
    assert not short.is_credible
