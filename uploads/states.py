"""What the states of its pictures say of an upload."""

from collections.abc import Iterable

from uploads.models import Picture

State = Picture.State


def state_of(pictures: Iterable[Picture]) -> str:
    """`queued` until work starts, `running` until all have ended, then `done` if one picture is."""
    states = {picture.state for picture in pictures}
    if states <= {State.DONE, State.FAILED}:
        return State.DONE if State.DONE in states else State.FAILED
    return State.QUEUED if states == {State.QUEUED} else State.RUNNING
