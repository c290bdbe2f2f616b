"""The metrics of cameras, which are labelled by their row's id: slugs may be secrets."""

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from cameras.live.status_reader import LIVE, OFF, OFFLINE, STARTING, statuses_of
from cameras.models import Camera
from core.counters import Counted
from core.redis_client import redis_client

FRAMES = "camera_frames"


def metrics_of_counts(counts: Counted) -> Iterator[Metric]:
    """The frames that captures counted, of cameras that are still there."""
    family = CounterMetricFamily("gazokako_camera_frames", "Frames taken", labels=["camera"])
    known = {str(camera_id) for camera_id in Camera.objects.values_list("pk", flat=True)}
    for (name, *labels), number in sorted(counts.items()):
        if name == FRAMES and labels[0] in known:
            family.add_metric(labels, number)
    yield family


def metrics_of_cameras() -> Iterator[Metric]:
    """State, pace and viewers of every camera, in one round trip to Redis. Raises RedisError."""
    redis_client().ping()  # without it every camera would be said to be offline
    cameras = list(Camera.objects.order_by("pk"))
    viewers = GaugeMetricFamily("gazokako_camera_viewers", "Open streams", labels=["camera"])
    fps = GaugeMetricFamily("gazokako_camera_fps", "Frames a second taken", labels=["camera"])
    states = GaugeMetricFamily(
        "gazokako_camera_state", "1 for the state a camera is in", labels=["camera", "state"]
    )
    for camera, status in zip(cameras, statuses_of(cameras), strict=True):
        name = str(camera.pk)
        viewers.add_metric([name], status.viewers)
        fps.add_metric([name], status.fps)
        for state in (OFF, STARTING, LIVE, OFFLINE):
            states.add_metric([name, state], state == status.state)
    yield from (viewers, fps, states)
