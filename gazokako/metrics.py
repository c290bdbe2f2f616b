"""/metrics: the whole site's numbers for Prometheus, whichever process is asked."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from cameras import metrics as of_cameras
from core.counters import counted
from core.disk import free_bytes
from core.staff import is_staff
from recordings import metrics as of_recordings
from uploads import metrics as of_uploads

FamilySource = Callable[[], Iterator[Metric]]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For staff, and for whoever has METRICS_TOKEN; without one also for any visitor by HTTP."""
    if not _may_read(request):
        return HttpResponse(
            "Send METRICS_TOKEN as a bearer token.\n", status=401, content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )  # fmt: skip
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class SiteCollector(Collector):
    """Every family there is; a part that does not answer is left out."""

    def collect(self) -> Iterator[Metric]:
        """Each part's families, and which parts had none to give."""
        failed = GaugeMetricFamily(
            "gazokako_scrape_failed", "1 where a part did not answer", labels=["part"]
        )
        for name, part in _PARTS.items():
            try:
                families = list(part())
            except (RedisError, DatabaseError, OSError):
                families = []
                failed.add_metric([name], 1)
            else:
                failed.add_metric([name], 0)
            yield from families
        yield failed


def _counted() -> Iterator[Metric]:
    counts = counted()
    yield from of_uploads.metrics_of_counts(counts)
    yield from of_cameras.metrics_of_counts(counts)


def _disk() -> Iterator[Metric]:
    free = free_bytes()
    if free is not None:
        yield GaugeMetricFamily("gazokako_disk_free_bytes", "Free where pictures are kept", free)


_PARTS: dict[str, FamilySource] = {
    "counts": _counted,
    "queues": of_uploads.metrics_of_queues,
    "pictures": of_uploads.metrics_of_rows,
    "cameras": of_cameras.metrics_of_cameras,
    "recordings": of_recordings.metrics_of_recordings,
    "disk": _disk,
}


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and constant_time_compare(sent.strip(), token):
        return True
    if not token and not settings.HTTPS_ONLY:
        return True
    return is_staff(request)
