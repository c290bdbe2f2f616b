"""Days in the site's time zone, as ranges of time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from processing.refusal import Refused

_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True)
class TimeRange:
    """From `begins_at` until just before `ends_at`."""

    begins_at: datetime
    ends_at: datetime


def time_range_of(first: date, last: date | None = None) -> TimeRange:
    """A day, or several, from midnight to midnight; with a change of clocks it is no 24 hours.

    Raises Refused (`invalid_request`) for days long before or after any camera.
    """
    if first.year < _FIRST_YEAR or (last or first).year > _LAST_YEAR:
        raise Refused("invalid_request")
    return TimeRange(_midnight(first), _midnight((last or first) + timedelta(days=1)))


def day_of(moment: datetime) -> date:
    """The day that a moment belongs to."""
    return timezone.localtime(moment).date()


def _midnight(day: date) -> datetime:
    """The start of a day, in UTC: within one zone Python's subtraction ignores daylight saving."""
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
