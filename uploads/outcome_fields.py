"""What the row of a picture says of how its result was made."""

from dataclasses import asdict

from processing.outcome import Outcome


def outcome_fields(outcome: Outcome) -> dict[str, object]:
    """The values by field; every face that was found is hidden."""
    seen_height, seen_width = outcome.seen_px or (None, None)
    return {
        "result_bytes": outcome.stored_bytes,
        "media_type": outcome.file.media_type,
        "width": outcome.width,
        "height": outcome.height,
        "faces": [{**asdict(face), "hidden": True} for face in outcome.faces],
        "seen_width": seen_width,
        "seen_height": seen_height,
        "was_animated": outcome.was_animated,
        "was_damaged": outcome.was_damaged,
        "had_others": outcome.had_others,
    }
