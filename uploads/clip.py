"""The row of a clip: a picture that moves, with a queue and workers of its own."""

from collections.abc import Mapping

from core.job_state import JobState
from uploads.picture import Picture


class LostClaim(Exception):
    """Another run has taken this clip, or it was deleted or cancelled."""


class Clip(Picture):
    """The same row, claimed and swept as a clip."""

    task_name = "uploads.tasks.process_clip"
    worked_on = Picture.Kind.CLIP
    memory_code = "clip_too_large"
    abandoned_come_first = False

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return f"clip {self.pk}"

    def progress(self, frames_done: int, frames: int) -> None:
        """Record how far it is. Raises LostClaim."""
        if not self.record(frames_done=frames_done, frames=frames):
            raise LostClaim

    def finish_clip(self, result: str, made: Mapping[str, object]) -> bool:
        """Record what is stored as `result`, and the fields of the row that say how it was made.

        False where this run has lost its turn; then the file is removed.
        """
        return self.end(JobState.DONE, [result], result=result, media_type="video/mp4", **made)
