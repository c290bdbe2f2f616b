"""Between what a search of a clip finds and the rows of its persons."""

from processing.clips import ClipOutcome, Correction, DrawnBox, Seen
from processing.face import Face
from processing.recipe import Recipe
from processing.tracks.track import Track
from uploads.clip import Clip, Findings
from uploads.models import Person


def findings_of(clip: Clip, outcome: ClipOutcome) -> Findings | None:
    """What is kept of a search; None where nobody looked for faces."""
    recipe = clip.upload.parsed_recipe()
    if not recipe.looks_for_faces:
        return None
    floor = _lowest_score(recipe)
    persons = [
        _person(clip, index, track, outcome.thumbnails.get(index, b""), floor)
        for index, track in enumerate(outcome.seen.tracks)
    ]
    return Findings(outcome.seen.packed(), persons)


def correction_of(clip: Clip) -> Correction:
    """What the rows of a clip say of whom to hide."""
    seen = Seen.unpacked(bytes(clip.search.content))
    persons = list(clip.persons.defer("thumbnail"))
    shown = {one.index for one in persons if not (one.is_added or one.is_hidden)}
    drawn = [_drawn(one) for one in persons if one.is_added and one.is_hidden]
    return Correction(seen, shown, drawn)


def _lowest_score(recipe: Recipe) -> float:
    """What a face has to score for one of the steps to hide it."""
    steps = [step for step in recipe.steps if step.operation.find]
    return min(float(step.arguments["min_score"]) for step in steps)


def _person(clip: Clip, index: int, track: Track, thumbnail: bytes, floor: float) -> Person:
    left, top, right, bottom = (max(0, round(float(side))) for side in track.best.box)
    return Person(
        clip_id=clip.pk,
        index=index,
        start_s=track.sightings[0].time_s,
        end_s=track.last.time_s,
        best_s=track.best.time_s,
        x=left,
        y=top,
        width=max(1, right - left),
        height=max(1, bottom - top),
        score=track.best.score,
        is_hidden=track.best.score >= floor,
        thumbnail=thumbnail,
        has_thumbnail=bool(thumbnail),
    )


def _drawn(person: Person) -> DrawnBox:
    face = Face(person.x, person.y, person.width, person.height, person.score)
    return DrawnBox(face, person.start_s, person.end_s)
