"""A site with something of everything, and an empty one for what was backed up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from processing.recipe import Recipe
from recordings.models import Recording
from uploads.intake import submit
from uploads.models import Picture, Upload


@pytest.fixture
def keep_files_in(settings) -> Callable[[Path], None]:
    def keep_files_in(folder: Path) -> None:
        options = {"location": folder, "base_url": None}
        backend = "django.core.files.storage.FileSystemStorage"
        disk = {"BACKEND": backend, "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": disk}

    return keep_files_in


@pytest.fixture(autouse=True)
def media(tmp_path, keep_files_in) -> Path:
    """Where this site's files are."""
    keep_files_in(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def upload(transactional_db, jpeg) -> Upload:
    """One upload of two pictures; the first is done."""
    sent = [SimpleUploadedFile(name, jpeg) for name in ("a.jpg", "b.jpg")]
    upload = submit(sent, Recipe.parse([{"op": "grayscale"}]), 3600).upload
    result = default_storage.save(f"{upload.folder}/1-result", ContentFile(b"grey"))
    done = Picture.objects.filter(upload=upload, number=1)
    done.update(state="done", result=result, ended_at=timezone.now())
    return upload


@pytest.fixture
def recording(transactional_db, camera, jpeg) -> Recording:
    recording = Recording.objects.create(
        camera=camera, reason="motion", taken_at=timezone.now(), width=64, height=48, size_bytes=1
    )
    for path in recording.paths:
        default_storage.save(path, ContentFile(jpeg))
    return recording


@pytest.fixture
def lose_everything(tmp_path, keep_files_in) -> Callable[[], Path]:
    """Leave a site as it is after `migrate`; returns the folder of its files."""

    def lose_everything() -> Path:
        call_command("flush", interactive=False, verbosity=0)
        keep_files_in(tmp_path / "new")
        return tmp_path / "new"

    return lose_everything
