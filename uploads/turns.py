"""Whose picture is next: senders take turns, and so do the uploads of each sender.

Start-time fair queueing (Goyal, Vin and Cheng, 1996) on two floors. A picture begins at the time
that the queue has reached or, where its sender already waits, after what that sender has queued;
time is counted in cost. So the first picture of a newcomer is before the second one of everybody
else, however much they sent. Among the pictures of one sender the same rule holds for uploads.

The rows hold it all. A message only says that there is something to do, not what.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import accumulate

from django.conf import settings
from django.db.models import F, Max, Min, QuerySet

from core.process_identity import this_machine
from uploads.models import Picture

NEXT_TASK = "uploads.tasks.process_next"
"""Its messages name no picture: the worker that takes one asks for the next."""

_SEEN_AT_ONCE = 5


def turns(sender: str, costs: Sequence[int]) -> list[dict[str, int | str]]:
    """The fields that place new pictures in the queue, in their order; `costs` as Picture.cost.

    To be called in the transaction that makes the rows.
    """
    if not costs:
        return []
    of_sender = Picture.unfinished().filter(sender=sender)
    queued_until = of_sender.aggregate(until=Max(F("turn") + F("cost")))["until"] or 0
    turn = max(_reached(Picture.unfinished(), "turn"), queued_until)
    upload_turn = _reached(of_sender, "upload_turn")
    before = accumulate(costs[:-1], initial=0)
    return [
        {
            "sender": sender,
            "cost": cost,
            "turn": turn + earlier,
            "upload_turn": upload_turn + earlier,
        }
        for cost, earlier in zip(costs, before, strict=True)
    ]


def claim_next() -> Picture | None:
    """Take the picture whose turn it is; None where there is nothing to do here.

    One that has lost its process comes first: this message may have been for it.
    """
    for lost in Picture.abandoned(_SEEN_AT_ONCE):
        if claimed := Picture.claim(lost.pk):
            return claimed
    for first, chosen in _candidates():
        if claimed := Picture.claim(chosen.pk):
            _exchange_turns(first, chosen)
            return claimed
    return None


def _candidates() -> Iterator[tuple[Picture, Picture]]:
    """The picture whose sender has the next turn, and that sender's next one, until none waits."""
    while True:
        waiting = _claimable()
        first = waiting.order_by("turn", "pk").first()
        if first is None:
            return
        of_sender = waiting.filter(sender=first.sender).order_by("upload_turn", "pk")
        chosen = of_sender.first()
        if chosen is not None:
            yield first, chosen


def _claimable() -> QuerySet[Picture]:
    """Pictures that were never begun. Those that were have messages of their own.

    Heavy ones never take every child of a worker: a light one finds one within seconds.
    """
    waiting = Picture.to_claim().filter(state=Picture.State.QUEUED, attempts=0)
    running = Picture.unfinished().filter(
        state=Picture.State.RUNNING,
        cost__gt=settings.HEAVY_COST,
        claimed_by__startswith=f"{this_machine()} ",
    )
    children = settings.CELERY_WORKER_CONCURRENCY or os.cpu_count() or 1
    if running.count() < max(1, children - 1):
        return waiting
    return waiting.filter(cost__lte=settings.HEAVY_COST)


def _exchange_turns(first: Picture, chosen: Picture) -> None:
    """The sender's turn is used up, by whichever of its pictures."""
    if first.pk == chosen.pk:
        return
    Picture.objects.filter(pk=chosen.pk).update(turn=first.turn)
    waiting = Picture.objects.filter(pk=first.pk, turn=first.turn, state=Picture.State.QUEUED)
    waiting.update(turn=chosen.turn)


def _reached(pictures: QuerySet[Picture], field: str) -> int:
    """How far the queue has come: at its latest running picture, else the first that waits."""
    running = pictures.filter(state=Picture.State.RUNNING).aggregate(at=Max(field))["at"]
    if running is not None:
        return int(running)
    return int(pictures.aggregate(at=Min(field))["at"] or 0)
