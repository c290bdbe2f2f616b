"""Every row of recordings; each kind has a module of its own."""

from recordings.recording import Recording
from recordings.recording_settings import RecordingSettings
from recordings.share_link import ShareLink
from recordings.time_lapse import TimeLapse
from recordings.totals import QuarterHourCount, RecordingTotals

__all__ = [
    "QuarterHourCount",
    "Recording",
    "RecordingSettings",
    "RecordingTotals",
    "ShareLink",
    "TimeLapse",
]
