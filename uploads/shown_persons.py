"""The persons of a clip as its sender's page lists them."""

from dataclasses import dataclass

from uploads.face_boxes import shown_box
from uploads.models import Person, Picture, Upload


@dataclass(frozen=True)
class ShownPerson:
    """A person with a number counted from 1; `box` holds left, top, width and height in %.

    `box` is where the face is at `best_s`, in seconds, over the result.
    """

    person: Person
    box: dict[str, str]

    @property
    def number(self) -> int:
        return self.person.index + 1

    @property
    def best_s(self) -> str:
        """As HTML takes numbers."""
        return f"{self.person.best_s:.3f}"

    @property
    def span(self) -> str:
        """From when to when the face is seen, in minutes and seconds."""
        return f"{_clock(self.person.start_s)}\N{EN DASH}{_clock(self.person.end_s)}"


def shown_persons(upload: Upload, clip: Picture) -> list[ShownPerson]:
    """Those of a clip that have a picture, and those that were drawn."""
    return [
        ShownPerson(person, shown_box(upload, clip, _box(person)).percent)
        for person in clip.persons.all()
        if person.has_thumbnail or person.is_added
    ]


def _box(person: Person) -> dict[str, int]:
    return {"x": person.x, "y": person.y, "width": person.width, "height": person.height}


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
