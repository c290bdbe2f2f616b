"""The metrics of pictures: counted by workers and web processes, or read from the rows."""

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)

from core.counters import BUCKETS_S, Counted
from core.job_queue import lengths
from core.rate_limits import RATE_LIMITED
from uploads.counts import JOB_SECONDS, JOBS, PICTURES, REFUSALS
from uploads.models import Picture


def metrics_of_counts(counts: Counted) -> Iterator[Metric]:
    """The families of everything that was counted."""
    yield _counter(JOBS, "Steps of recipes carried out", counts, ["operation", "state"])
    yield _counter(PICTURES, "Pictures that ended", counts, ["state", "code"])
    yield _counter(REFUSALS, "Pictures and requests refused", counts, ["code"])
    yield _counter(RATE_LIMITED, "Requests over a rate limit", counts, ["limit"])
    yield _histogram(counts)


def metrics_of_queues() -> Iterator[Metric]:
    """How long the queues are in Redis. Raises RedisError."""
    family = GaugeMetricFamily(
        "gazokako_queue_length", "Messages that wait in Redis", labels=["queue"]
    )
    for queue, length in lengths().items():
        family.add_metric([queue], length)
    yield family


def metrics_of_rows() -> Iterator[Metric]:
    """What the rows say of unfinished pictures; both questions are answered by a small index."""
    unfinished = GaugeMetricFamily(
        "gazokako_pictures_unfinished", "Pictures that wait or are worked on", labels=["state"]
    )
    for state in (Picture.State.QUEUED, Picture.State.RUNNING):
        unfinished.add_metric([state.value], Picture.objects.filter(state=state).count())
    yield unfinished
    yield GaugeMetricFamily(
        "gazokako_queue_oldest_seconds", "Since when the oldest picture waits", oldest_wait_s()
    )


def oldest_wait_s() -> float:
    """How long the oldest queued picture has waited; 0 where none does."""
    queued = Picture.objects.filter(state=Picture.State.QUEUED).order_by("queued_at")
    since = queued.values_list("queued_at", flat=True).first()
    return max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0


def _counter(name: str, words: str, counts: Counted, labels: list[str]) -> Metric:
    family = CounterMetricFamily(f"gazokako_{name}", words, labels=labels)
    for (counter, *values), number in sorted(counts.items()):
        if counter == name:
            family.add_metric(values, number)
    return family


def _histogram(counts: Counted) -> Metric:
    family = HistogramMetricFamily(
        "gazokako_job_seconds", "From the start of a picture's job to its end"
    )
    bounds = [*(f"{bound:g}" for bound in BUCKETS_S), "+Inf"]
    buckets, total = [], 0.0
    for bound in bounds:
        total += counts.get((JOB_SECONDS, "le", bound), 0.0)
        buckets.append((bound, total))
    family.add_metric([], buckets, sum_value=counts.get((JOB_SECONDS, "sum"), 0.0))
    return family
