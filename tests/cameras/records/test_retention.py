"""As much is kept as the rules say, the oldest goes first, rows and files together."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from cameras.models import Activity, Camera, Record, RecordRules, Share, Stray, Tally
from cameras.power import remove as remove_camera
from cameras.records import removal, stray
from cameras.records.housekeeping import keep_house
from cameras.records.retention import retain
from cameras.tasks import keep_house as keep_house_task
from core.tokens import new_key
from tests.cameras.records.conftest import NOON


@pytest.fixture
def rules(camera):
    def rules(**fields):
        RecordRules.objects.update_or_create(camera=camera, defaults=fields)

    return rules


def taken(camera):
    return sorted(record.taken_at for record in Record.objects.filter(camera=camera))


def test_30001_pictures_leave_30000_rows_and_files(camera, stored):
    """With the limit that holds unless somebody changes it."""
    rows = [
        Record(camera=camera, reason="motion", taken_at=NOON + timedelta(seconds=number), width=1,
               height=1, bytes=2, files=new_key())
        for number in range(30_001)
    ]  # fmt: skip
    Record.objects.bulk_create(rows, batch_size=1000)
    Tally.objects.create(camera=camera, records=30_001, bytes=60_002)
    folder = default_storage.path("records")
    default_storage.save("records/first", ContentFile(b""))
    default_storage.delete("records/first")
    for row in rows:
        for path in (row.image, row.thumbnail):
            with open(f"{folder}/{path.rpartition('/')[2]}", "wb") as file:  # noqa: PTH123
                file.write(b"x")

    assert keep_house() == 1

    assert (Record.objects.count(), len(stored())) == (30_000, 60_000)
    assert not Record.objects.filter(taken_at=NOON).exists()
    assert (Tally.objects.get().records, Tally.objects.get().bytes) == (30_000, 60_000)
    assert keep_house() == 0


def test_the_oldest_go_first(camera, record_of, rules, stored):
    for at_s in (30, 10, 20, 40):
        record_of(camera, at_s)
    rules(max_records=2)

    assert retain(10) == 2

    assert taken(camera) == [NOON + timedelta(seconds=30), NOON + timedelta(seconds=40)]
    assert len(stored()) == 4


def test_what_is_too_old_goes(camera, record_of, rules):
    now = timezone.now()
    for days in (1, 4, 6):
        record_of(camera, taken_at=now - timedelta(days=days))
    rules(max_days=5)

    assert retain(10) == 1

    assert taken(camera) == [now - timedelta(days=4), now - timedelta(days=1)]


def test_no_more_bytes_are_freed_than_are_over(camera, record_of, rules):
    for at_s in range(5):
        record_of(camera, at_s, bytes=400_000)
    rules(max_mb=1)

    assert retain(10) == 3

    assert Tally.objects.get().bytes == 800_000


def test_whichever_limit_comes_first_counts(camera, record_of, rules):
    for at_s in range(5):
        record_of(camera, at_s, bytes=400_000)
    rules(max_mb=1, max_records=1, max_days=36_500)

    assert retain(10) == 4


def test_each_camera_has_its_own_limit(camera, record_of, rules):
    other = Camera.objects.create(slug="yard", source="demo:")
    for at_s in range(3):
        record_of(camera, at_s)
        record_of(other, at_s)
    rules(max_records=1)

    retain(10)

    assert (len(taken(camera)), len(taken(other))) == (1, 3)


def test_the_site_has_a_limit_too_and_the_oldest_of_all_cameras_go(camera, record_of, settings):
    other = Camera.objects.create(slug="yard", source="demo:")
    for at_s in range(0, 4, 2):
        record_of(camera, at_s, bytes=100)
        record_of(other, at_s + 1, bytes=100)
    settings.MAX_RECORD_BYTES = 250

    assert retain(10) == 2

    assert taken(camera) == [NOON + timedelta(seconds=2)]
    assert taken(other) == [NOON + timedelta(seconds=3)]


def test_a_round_is_bounded_and_the_next_goes_on(camera, record_of, rules, monkeypatch):
    monkeypatch.setattr("cameras.records.retention._BATCH", 2)
    for at_s in range(7):
        record_of(camera, at_s)
    rules(max_records=0)

    assert [retain(2), retain(2), retain(2)] == [4, 3, 0]


def test_a_round_with_nothing_to_do_asks_little_however_many_records_there_are(
    camera, record_of, django_assert_max_num_queries
):
    for at_s in range(20):
        record_of(camera, at_s)

    with django_assert_max_num_queries(5):
        retain(10)


def test_what_storage_does_not_let_go_is_tried_again(camera, record_of, monkeypatch, stored):
    record = record_of(camera)

    def refuses(_key):
        raise PermissionError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", refuses, raising=False)
        assert removal.remove([record]) == 1
    assert (Record.objects.count(), len(stored())) == (0, 2)

    keep_house()

    assert (stored(), Stray.objects.count()) == ([], 0)


def test_deleting_twice_counts_once(camera, record_of):
    first, second = record_of(camera), record_of(camera, 1)

    assert removal.remove([first, second]) == 2
    assert removal.remove([first]) == 0

    assert (Tally.objects.get().records, Tally.objects.get().bytes) == (0, 0)
    assert not Activity.objects.exists()


def test_files_that_a_killed_worker_left_go_after_an_hour(db, stored):
    for name in ("old", "new"):
        default_storage.save(f"records/{name}.jpg", ContentFile(b"x"))
    stray.about_to_store(["records/old.jpg", "records/new.jpg"])
    Stray.objects.filter(path="records/old.jpg").update(
        due_at=timezone.now() - timedelta(seconds=1)
    )

    keep_house()

    assert stored() == ["records/new.jpg"]
    assert Stray.objects.get().path == "records/new.jpg"


def test_removing_a_camera_takes_its_records_and_in_the_next_round_their_files(
    camera, record_of, stored
):
    other = record_of(Camera.objects.create(slug="yard", source="demo:"))
    for at_s in range(3):
        record_of(camera, at_s)

    remove_camera(camera)
    assert list(Record.objects.all()) == [other]
    keep_house()

    assert stored() == sorted([other.image, other.thumbnail])


def test_links_that_expired_are_removed(record):
    Share.objects.create(record=record, expires_at=timezone.now() - timedelta(seconds=1))
    good = Share.objects.create(record=record, expires_at=timezone.now() + timedelta(hours=1))

    keep_house()

    assert list(Share.objects.all()) == [good]


def test_the_command_goes_on_until_nothing_is_over(camera, record_of, rules, monkeypatch, capsys):
    monkeypatch.setattr("cameras.records.retention._BATCH", 1)
    for at_s in range(9):
        record_of(camera, at_s)
    rules(max_records=0)

    call_command("purge")

    assert capsys.readouterr().out.endswith("9 records removed\n")
    assert not Record.objects.exists()


def test_a_round_ends_when_its_time_is_up(camera, record_of, rules):
    record_of(camera)
    rules(max_records=0)

    assert (keep_house(within_s=0), keep_house()) == (0, 1)


def test_it_runs_as_a_task_in_beat(camera, record_of, rules, settings):
    record_of(camera)
    rules(max_records=0)

    keep_house_task()

    assert not Record.objects.exists()
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert "cameras.tasks.keep_house" in tasks
