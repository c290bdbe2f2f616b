"""Prints what a rehearsal has shown, and says whether all was well."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rehearsal.rehearsal import Rehearsal

_END_WITHIN_S = 25


def report(rehearsal: "Rehearsal", lost: list[str], watched: str) -> bool:
    """What was sent, caught in the middle and lost; how each process ended."""
    visitors, ended = rehearsal.visitors, rehearsal.host.ended
    tracebacks = rehearsal.host.tracebacks()
    late = [end for end in ended if end.was_killed or end.seconds > _END_WITHIN_S]
    lines = [
        "",
        "process            SIGTERM to end   memory before",
        *(f"{end.name:18} {end.seconds:9.1f} s {end.memory_mb:13.0f} MB" for end in ended),
        "",
        "redeployed with unfinished pictures: ",
        *(f"  {number:4}  {what}" for what, number in rehearsal.caught_in_work.items()),
        "",
        f"uploads acknowledged  {len(visitors.sent)}",
        f"visitors turned away  {visitors.turned_away}",
        f"done                  {len(visitors.sent) - len(lost)}",
        f"lost                  {len(lost)}",
        *(f"  {line}" for line in lost),
        f"ended too late        {len(late)}",
        f"logs with tracebacks  {len(tracebacks)}",
        *tracebacks,
        f"camera                {watched}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return not (lost or late or tracebacks)
