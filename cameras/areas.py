"""Areas of a camera's picture, as staff writes them: a line for each, its corners in percent."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from processing.shapes import Polygon

MAX_AREAS = 20
MAX_CORNERS = 50
_CORNER = re.compile(r"(\d{1,3}(?:\.\d+)?),(\d{1,3}(?:\.\d+)?)")

Corners = list[list[float]]
"""One area as it is stored: (x, y) in fractions of width and height, 0..1, from the top left."""


def read_areas(text: str) -> list[Corners]:
    """`0,0 50,0 50,25` on each line to what is stored. Raises ValidationError."""
    areas = [_area(line) for line in text.splitlines() if line.strip()]
    judge_areas(areas)
    return areas


def written(areas: Sequence[Sequence[Sequence[float]]]) -> str:
    """Areas as text, in the form that `read_areas` takes."""
    return "\n".join(
        " ".join(f"{round(100 * x, 2):g},{round(100 * y, 2):g}" for x, y in area) for area in areas
    )


def judge_areas(areas: object) -> None:
    """A validator of what is stored. Raises ValidationError."""
    if not isinstance(areas, list) or len(areas) > MAX_AREAS:
        raise ValidationError(_("There may be %(most)s areas at most.") % {"most": MAX_AREAS})
    for area in areas:
        _judge(area)


def polygons(areas: Sequence[Sequence[Sequence[float]]]) -> tuple[Polygon, ...]:
    """Stored areas as polygons, in fractions of the picture, for detector and overlay."""
    return tuple(tuple((x, y) for x, y in area) for area in areas)


def _judge(area: object) -> None:
    if not isinstance(area, list) or not 3 <= len(area) <= MAX_CORNERS:
        raise ValidationError(
            _("An area has from 3 to %(most)s corners, each like 12.5,80.") % {"most": MAX_CORNERS}
        )
    if not all(_is_corner(corner) for corner in area):
        raise ValidationError(_("A corner is two numbers from 0 to 100, like 12.5,80."))


def _is_corner(corner: object) -> bool:
    return (
        isinstance(corner, list)
        and len(corner) == 2
        and all(isinstance(value, int | float) and 0 <= value <= 1 for value in corner)
    )


def _area(line: str) -> Corners:
    corners = [_CORNER.fullmatch(corner) for corner in line.split()]
    return [[float(found[1]) / 100, float(found[2]) / 100] if found else [] for found in corners]
