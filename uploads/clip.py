"""The row of a clip: a picture that moves, with a queue and workers of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.job_state import JobState
from uploads.person import ClipSearch, Person
from uploads.picture import Picture


class LostClaim(Exception):
    """Another run has taken this clip, or it was deleted or cancelled."""


@dataclass(frozen=True)
class Findings:
    """What a search found, to be kept: packed for the next run, and as rows for pages."""

    search: bytes
    persons: Sequence[Person]


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

    def finish_clip(
        self, result: str, made: Mapping[str, object], findings: Findings | None = None
    ) -> bool:
        """Record what is stored as `result`, the fields of the row that say how it was made, and
        what a search found.

        False where this run has lost its turn; then the file is removed.
        """
        return self.end(
            JobState.DONE,
            [result],
            result=result,
            media_type="video/mp4",
            findings=findings,
            **made,
        )

    def recorded(self, findings: Findings | None = None, **fields: Any) -> bool:
        """The same, and what a search found."""
        is_ours = super().recorded(**fields)
        if is_ours and findings:
            Person.objects.filter(clip=self.pk).delete()
            ClipSearch.objects.filter(clip=self.pk).delete()
            ClipSearch.objects.create(clip_id=self.pk, content=findings.search)
            Person.objects.bulk_create(findings.persons, batch_size=100)
        return is_ours

    def begin_again_corrected(self) -> bool:
        """Queue an ended clip as its next version, which is not searched again.

        False where another request was quicker.
        """
        ended = Picture.objects.filter(
            pk=self.pk, version=self.version, state__in=[JobState.DONE, JobState.FAILED]
        )
        nothing = {"result": "", "result_bytes": 0, "frames_done": 0}
        return self.new_version(ended, is_corrected=True, **nothing)
