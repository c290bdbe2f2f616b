"""/metrics for Prometheus: the numbers of the whole site, whichever process answers."""

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
from core.trouble import DATABASE, REDIS, Trouble, trouble_of
from recordings import metrics as of_recordings
from uploads import metrics as of_uploads

FamilySource = Callable[[], Iterator[Metric]]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics in Prometheus' text format; 401 for who may not read them."""
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
        """Each part's families, and which parts did not answer."""
        failed = GaugeMetricFamily(
            "gazokako_scrape_failed", "1 where a part did not answer", labels=["part"]
        )
        away: set[Trouble | None] = set()
        for name, (needed, part) in _PARTS.items():
            families = None if needed in away else _families_of(part, away)
            failed.add_metric([name], int(families is None))
            yield from families or ()
        yield failed


def _families_of(part: FamilySource, away: set[Trouble | None]) -> list[Metric] | None:
    """A part's families; None where it did not answer: the trouble is then added to `away`."""
    try:
        return list(part())
    except (RedisError, DatabaseError, OSError) as error:
        trouble = trouble_of(error)
        if trouble is not None:
            away.add(trouble)
        return None


def _counted() -> Iterator[Metric]:
    counts = counted()
    yield from of_uploads.metrics_of_counts(counts)
    yield from of_cameras.metrics_of_counts(counts)


def _disk() -> Iterator[Metric]:
    free = free_bytes()
    if free is not None:
        yield GaugeMetricFamily("gazokako_disk_free_bytes", "Free where pictures are kept", free)


_PARTS: dict[str, tuple[Trouble | None, FamilySource]] = {
    "counts": (REDIS, _counted),
    "queues": (REDIS, of_uploads.metrics_of_queues),
    "pictures": (DATABASE, of_uploads.metrics_of_rows),
    "cameras": (REDIS, of_cameras.metrics_of_cameras),
    "recordings": (DATABASE, of_recordings.metrics_of_recordings),
    "disk": (None, _disk),
}
"""Each part and what it needs, which is waited for once."""


def _may_read(request: HttpRequest) -> bool:
    """Whether it is staff, bears METRICS_TOKEN, or the site has neither a token nor HTTPS."""
    token = settings.METRICS_TOKEN
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and constant_time_compare(sent.strip(), token):
        return True
    if not token and not settings.HTTPS_ONLY:
        return True
    return is_staff(request)
