from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """What is done once when Django starts, in every process."""

    name = "recordings"

    def ready(self) -> None:
        """Answer what cameras, which know nothing of recordings, have to know of them."""
        from cameras.ingest.recording_queue import look_up_saved_with  # noqa: PLC0415  (apps first)
        from cameras.signals import camera_removing  # noqa: PLC0415
        from recordings.recording import is_saved  # noqa: PLC0415
        from recordings.removal import orphan_files_of  # noqa: PLC0415

        look_up_saved_with(is_saved)
        camera_removing.connect(orphan_files_of, dispatch_uid="recordings")
