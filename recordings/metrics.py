"""The metrics of recordings."""

from collections.abc import Iterator

from django.db.models import Sum
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from recordings.totals import RecordingTotals


def metrics_of_recordings() -> Iterator[Metric]:
    """How much is kept, from the running totals: a row a camera."""
    totals = RecordingTotals.objects.aggregate(count=Sum("count"), size=Sum("size_bytes"))
    yield GaugeMetricFamily("gazokako_recordings", "Camera pictures kept", totals["count"] or 0)
    yield GaugeMetricFamily(
        "gazokako_recording_bytes", "Bytes of camera pictures kept", totals["size"] or 0
    )
