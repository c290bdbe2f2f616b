"""Covers are judged by the detector, and painted anew until it sees no face in them."""

from collections.abc import Iterator

import numpy as np
import pytest

from processing import closeups
from processing.cover import Cover
from processing.face import Face
from processing.images import Image
from processing.operations.hide import hide_faces
from tests.processing.operations.blocks import FACES, blocks_in, noise

HERE, THERE = Face(40, 40, 60, 60, 1.0), Face(250, 150, 80, 80, 1.0)


def judged(monkeypatch: pytest.MonkeyPatch, answers: Iterator[list[float]]) -> list[list[int]]:
    """Let the network answer so; returns which covers, by their left side, it is asked about."""
    asked: list[list[int]] = []

    def scores(_image: Image, covers: list[Cover]) -> list[float]:
        asked.append([cover.left for cover in covers])
        return next(answers)

    monkeypatch.setattr(closeups, "scores", scores)
    return asked


def hidden(style: str) -> Image:
    return FACES.run(noise(300, 400), {"style": style, "margin": 0.0}, [HERE, THERE])[0]


@pytest.mark.parametrize("style", ["mosaic", "blur"])
def test_covers_in_which_no_face_is_seen_keep_their_first_coat(
    monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    asked = judged(monkeypatch, iter([[0.1, 0.1]]))

    first = hide_faces(noise(300, 400), faces=[HERE, THERE], style=style, margin=0.0, blocks=6)

    assert (hidden(style) == first).all()
    assert asked == [[40, 250]]


@pytest.mark.parametrize("style", ["mosaic", "blur"])
def test_a_cover_in_which_a_face_is_seen_to_the_end_becomes_black(
    monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    asked = judged(monkeypatch, iter([[0.9, 0.1], *[[0.9]] * 3]))

    result = hidden(style)

    assert not result[40:100, 40:100].any()
    assert result[150:230, 250:330].any()
    assert asked[0] == [40, 250]
    assert {tuple(again) for again in asked[1:]} == {(40,)}


def test_it_gets_fewer_blocks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, iter([[0.9, 0.1], [0.1]]))

    result = hidden("mosaic")

    assert blocks_in(result[40:100, 40:100]) == (4, 4)
    assert blocks_in(result[150:230, 250:330]) == (6, 6)


def test_black_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = judged(monkeypatch, iter([]))

    hidden("solid")

    assert asked == []


def test_a_small_cover_painted_anew_stays_below_a_large_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged(monkeypatch, iter([[0.9, 0.1], [0.1]]))
    face, eye = Face(100, 50, 120, 150, 1.0), Face(140, 90, 20, 20, 1.0)
    alone = hide_faces(noise(300, 400), faces=[face], style="mosaic", margin=0.0, blocks=6)

    result, _faces = FACES.run(noise(300, 400), {"margin": 0.0}, [face, eye])

    assert np.array_equal(result, alone)
