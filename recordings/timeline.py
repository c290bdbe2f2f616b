"""The bar chart of a day: how much was recorded in each quarter of an hour."""

from dataclasses import dataclass
from datetime import date, datetime

from cameras.models import Camera
from recordings.cursor import Cursor
from recordings.days import time_range_of
from recordings.totals import QUARTER, QuarterHourCount

_HEIGHT = 40
_STEP = 10


@dataclass(frozen=True)
class Bar:
    """A quarter of an hour with recordings; `x`, `y` and `height` in units of the drawing."""

    begins_at: datetime
    count: int
    x: int
    y: int
    height: int

    @property
    def cursor(self) -> Cursor:
        """The cursor before its recordings, newest first."""
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
    count: int
    bars: list[Bar]
    hours: list[Hour]
    width: int
    height: int = _HEIGHT


def timeline_of(camera: Camera, day: date) -> Timeline:
    """One query for at most 100 rows, however much was recorded."""
    time_range = time_range_of(day)
    rows = QuarterHourCount.objects.filter(
        camera=camera, begins_at__gte=time_range.begins_at, begins_at__lt=time_range.ends_at
    ).order_by("begins_at")
    found = [(row.begins_at, row.count) for row in rows if row.count > 0]
    most = max((count for _begins_at, count in found), default=1)
    quarters = int((time_range.ends_at - time_range.begins_at) / QUARTER)
    hours = [
        time_range.begins_at + 4 * number * QUARTER for number in range(0, quarters // 4 + 1, 6)
    ]
    return Timeline(
        day=day,
        count=sum(count for _begins_at, count in found),
        bars=[_bar(begins_at, count, time_range.begins_at, most) for begins_at, count in found],
        hours=[Hour(hour, _x(hour, time_range.begins_at)) for hour in hours],
        width=quarters * _STEP,
    )


def _bar(begins_at: datetime, count: int, midnight: datetime, most: int) -> Bar:
    """The bar of a quarter; at least a tenth high, or one recording would not be seen."""
    height = max(_HEIGHT // 10, round(_HEIGHT * count / most))
    return Bar(begins_at, count, _x(begins_at, midnight), _HEIGHT - height, height)


def _x(moment: datetime, midnight: datetime) -> int:
    return int((moment - midnight) / QUARTER) * _STEP
