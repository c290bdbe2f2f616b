"""What `manage.py restore` does not take, and says why; the site stays as it was."""

import io
import sys
import tarfile

import pytest
from django.core.management import CommandError, call_command

from uploads.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path, upload):
    file = tmp_path / "backup.tar"
    call_command("backup", str(file))
    return file


def refusal_of(file) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(file))
    return str(refusal.value)


def test_a_site_with_rows_is_left_alone(backup):
    assert "this site is not empty" in refusal_of(backup)


def test_a_folder_with_files_is_left_alone(backup, lose_everything):
    new = lose_everything()
    (new / "somebody").mkdir(parents=True)

    assert "a new DATA_DIR" in refusal_of(backup)


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.9, 1])
def test_a_backup_that_ends_too_early_leaves_no_row(backup, lose_everything, part):
    content = backup.read_bytes()
    backup.write_bytes(content[: int(part * content.rindex(b"end.json"))])
    lose_everything()

    assert refusal_of(backup).startswith("nothing was restored:")
    assert not Upload.objects.exists()


def test_a_backup_of_another_secret_key_is_named_before_anything_is_restored(
    backup, lose_everything, settings
):
    lose_everything()
    settings.SECRET_KEY = "another"  # noqa: S105

    assert "another SECRET_KEY" in refusal_of(backup)
    settings.SECRET_KEY_FALLBACKS = ["only for tests"]
    call_command("restore", str(backup))
    assert Upload.objects.exists()


def test_what_is_no_backup_is_told_from_one(tmp_path, lose_everything):
    lose_everything()
    strange = tmp_path / "strange.tar"
    with tarfile.open(strange, "w") as tar:
        tar.addfile(tarfile.TarInfo("holiday.jpg"))

    assert "was not made by `manage.py backup`" in refusal_of(strange)
    assert "No such file" in refusal_of(tmp_path / "nowhere.tar")


def test_a_name_that_leads_out_of_the_folder_is_refused(backup, lose_everything, tmp_path):
    lose_everything()
    with tarfile.open(backup) as tar:
        manifest = tar.extractfile("manifest.json").read()
    with tarfile.open(backup, "w") as tar:
        for name, content in (("manifest.json", manifest), ("files/../../out", b"x")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))

    assert "nothing was restored" in refusal_of(backup)
    assert not (tmp_path / "out").exists()


def test_a_backup_goes_through_pipes(upload, lose_everything, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", stream)
    call_command("backup", "-")
    monkeypatch.undo()
    lose_everything()
    stream.buffer.seek(0)
    monkeypatch.setattr(sys, "stdin", stream)

    call_command("restore", "-")

    assert Upload.objects.get().slug == upload.slug
