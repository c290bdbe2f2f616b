"""A day at a glance: how much was recorded in each quarter of an hour."""

from dataclasses import dataclass
from datetime import date, datetime

from cameras.models import Camera
from cameras.records.cursor import Cursor
from cameras.records.days import stretch_of
from cameras.records.tally import QUARTER, Activity

_HEIGHT = 40
_STEP = 10


@dataclass(frozen=True)
class Bar:
    """A quarter of an hour with records; `x`, `y` and `height` in units of the drawing."""

    begins_at: datetime
    records: int
    x: int
    y: int
    height: int

    @property
    def cursor(self) -> Cursor:
        """Where in the gallery its records begin, newest first."""
        return Cursor(self.begins_at + QUARTER, 0)


@dataclass(frozen=True)
class Hour:
    """A mark below the bars."""

    begins_at: datetime
    x: int


@dataclass(frozen=True)
class Timeline:
    """A day's bars; `width` and `height` of the drawing, each quarter being ten units wide."""

    day: date
    records: int
    bars: list[Bar]
    hours: list[Hour]
    width: int
    height: int = _HEIGHT


def timeline_of(camera: Camera, day: date) -> Timeline:
    """One query for at most 100 rows, however much was recorded."""
    stretch = stretch_of(day)
    rows = Activity.objects.filter(
        camera=camera, begins_at__gte=stretch.begins_at, begins_at__lt=stretch.ends_at
    ).order_by("begins_at")
    found = [(row.begins_at, row.records) for row in rows if row.records > 0]
    most = max((records for _begins_at, records in found), default=1)
    quarters = int((stretch.ends_at - stretch.begins_at) / QUARTER)
    hours = [stretch.begins_at + 4 * number * QUARTER for number in range(0, quarters // 4 + 1, 6)]
    return Timeline(
        day=day,
        records=sum(records for _begins_at, records in found),
        bars=[_bar(begins_at, records, stretch.begins_at, most) for begins_at, records in found],
        hours=[Hour(hour, _x(hour, stretch.begins_at)) for hour in hours],
        width=quarters * _STEP,
    )


def _bar(begins_at: datetime, records: int, midnight: datetime, most: int) -> Bar:
    """At least a tenth of the height, so that a single record is seen beside a thousand."""
    height = max(_HEIGHT // 10, round(_HEIGHT * records / most))
    return Bar(begins_at, records, _x(begins_at, midnight), _HEIGHT - height, height)


def _x(moment: datetime, midnight: datetime) -> int:
    return int((moment - midnight) / QUARTER) * _STEP
