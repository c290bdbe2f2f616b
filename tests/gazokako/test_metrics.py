"""/metrics: who may read it, and whether it tells the truth."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import ConnectionError as RedisGone

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client
from processing.outcome import Encoded, Outcome
from recordings.models import RecordingTotals
from tests.cameras import fake_capture
from uploads.models import Picture, Upload
from uploads.orphaned_file import mark_pending

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
TOKEN = "a-token-for-prometheus"  # noqa: S105


@pytest.fixture(autouse=True)
def empty():
    redis_client().flushdb()


def picture(**fields):
    upload = Upload.objects.create(
        recipe=[{"op": "faces"}, {"op": "grayscale"}],
        expires_at=timezone.now() + timedelta(days=1),
    )
    return Picture.objects.create(upload=upload, number=1, original="a/1-original", **fields)


def samples(client, **options):
    """Every sample that /metrics gives, by its name with labels."""
    response = client.get("/metrics", **options)
    assert response.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_pictures_that_end_are_counted_by_step_state_and_code(client):
    done = Picture.claim(picture().pk)
    Picture.claim(picture().pk).fail("damaged")
    done.started_at = timezone.now() - timedelta(seconds=0.2)
    mark_pending(["a/1-result"])
    done.finish("a/1-result", Outcome(Encoded(b"", ".jpg", "image/jpeg"), 1, 1, [], False))

    metrics = samples(client)

    assert metrics["gazokako_jobs_total", "done", "faces"] == 1
    assert metrics["gazokako_jobs_total", "failed", "grayscale"] == 1
    assert metrics["gazokako_pictures_total", "damaged", "failed"] == 1
    assert metrics["gazokako_job_seconds_count",] == 2
    assert metrics["gazokako_job_seconds_bucket", "0.1"] == 1
    assert metrics["gazokako_job_seconds_bucket", "0.5"] == 2
    assert 0.2 < metrics["gazokako_job_seconds_sum",] < 1


def test_a_failure_that_came_too_late_is_not_counted(client):
    late = Picture.claim(picture().pk)
    Picture.objects.update(attempts=2)

    assert not late.fail("damaged")

    assert ("gazokako_pictures_total", "damaged", "failed") not in samples(client)


def test_the_queue_is_counted_with_the_age_of_its_oldest(client):
    picture(queued_at=timezone.now() - timedelta(seconds=90))
    picture()
    picture(state=Picture.State.RUNNING)
    redis_client().rpush("pictures", "message", "another")

    metrics = samples(client)

    assert metrics["gazokako_pictures_unfinished", "queued"] == 2
    assert metrics["gazokako_pictures_unfinished", "running"] == 1
    assert 90 <= metrics["gazokako_queue_oldest_seconds",] < 100
    assert metrics["gazokako_queue_length", "pictures"] == 2
    assert metrics["gazokako_queue_length", "recordings"] == 0


def test_refusals_are_counted_by_page_and_api(client, face_jpeg, tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no picture")
    for address in ("/", "/api/v1/uploads"):
        for recipe in ('[{"op": "faces"}]', "nonsense"):
            with bad.open("rb") as file:
                client.post(address, {"files": file, "recipe": recipe})

    metrics = samples(client)

    assert metrics["gazokako_refusals_total", "unsupported_type"] == 2
    assert metrics["gazokako_refusals_total", "invalid_recipe"] == 2


def test_cameras_are_labelled_by_number_not_by_name_or_address(client):
    camera = Camera.objects.create(slug="very-secret", name="Bedroom", source="demo:", is_on=True)
    fake_capture.live(camera)
    redis_client().hset("metrics", f"camera_frames\x1f{camera.pk}", 25)
    redis_client().hset("metrics", "camera_frames\x1f99999", 25)
    redis_client().hset(keys.viewers(camera.pk), "web", "3:99999999999")
    RecordingTotals.objects.create(camera=camera, count=7, size_bytes=700)

    metrics = samples(client)

    name = str(camera.pk)
    assert metrics["gazokako_camera_frames_total", name] == 25
    assert ("gazokako_camera_frames_total", "99999") not in metrics
    assert metrics["gazokako_camera_viewers", name] == 3
    assert metrics["gazokako_camera_state", name, "live"] == 1
    assert metrics["gazokako_camera_state", name, "offline"] == 0
    assert (metrics["gazokako_recordings",], metrics["gazokako_recording_bytes",]) == (7, 700)
    assert not re.search("secret|Bedroom", client.get("/metrics").content.decode())


def test_without_redis_the_rest_is_exported(client, monkeypatch):
    def gone():
        raise RedisGone

    monkeypatch.setattr("core.counters.redis_client", gone)
    monkeypatch.setattr("core.job_queue.redis_client", gone)
    monkeypatch.setattr("cameras.metrics.redis_client", gone)
    monkeypatch.setattr("cameras.live.status_reader.redis_client", gone)
    Camera.objects.create(slug="door", source="demo:", is_on=True)

    metrics = samples(client)

    assert metrics["gazokako_scrape_failed", "counts"] == 1
    assert metrics["gazokako_scrape_failed", "cameras"] == 1
    assert not [name for name in metrics if name[0] == "gazokako_camera_state"]
    assert metrics["gazokako_scrape_failed", "queues"] == 1
    assert metrics["gazokako_scrape_failed", "pictures"] == 0
    assert metrics["gazokako_queue_oldest_seconds",] == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ((False, "", ""), 200),
        ((True, "", ""), 401),
        ((False, TOKEN, ""), 401),
        ((False, TOKEN, "Bearer wrong"), 401),
        ((True, TOKEN, f"Bearer {TOKEN}"), 200),
        ((True, "", "Bearer "), 401),
        ((True, TOKEN, "Bearer ключ"), 401),
    ],
)
def test_who_may_read_it(client, settings, who, status):
    settings.HTTPS_ONLY, settings.METRICS_TOKEN, sent = who

    response = client.get("/metrics", headers={"Authorization": sent} if sent else {})

    assert response.status_code == status


def test_staff_may_read_it_always(admin_client, settings):
    settings.HTTPS_ONLY, settings.METRICS_TOKEN = True, TOKEN

    assert admin_client.get("/metrics").status_code == 200


@pytest.mark.parametrize("file", ["grafana-dashboard.json", "alerts.yml", "monitoring.md"])
def test_what_the_documents_ask_for_exists(client, file):
    Camera.objects.create(slug="door", source="demo:")
    exported = client.get("/metrics").content.decode()
    families = set(re.findall(r"^# TYPE (\S+)", exported, re.MULTILINE))
    families |= {f"{name}_{part}" for name in families for part in ("bucket", "sum", "count")}

    asked = set(re.findall(r"gazokako_[a-z_]+", (DOCS / file).read_text()))

    assert asked
    assert asked - families == set()


def test_the_dashboard_is_one_that_grafana_reads():
    dashboard = json.loads((DOCS / "grafana-dashboard.json").read_text())

    assert {panel["type"] for panel in dashboard["panels"]} <= {"stat", "timeseries"}
    assert all(panel["targets"] for panel in dashboard["panels"])
