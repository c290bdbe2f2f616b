"""Runs the observer: takes pictures until it is stopped, or one of each camera."""

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from observer.back_off import BackOff
from observer.camera import CameraLost, LocalCamera
from observer.options import (
    ENVIRONMENT,
    CameraOptions,
    ObserverOptions,
    Unusable,
    add_options,
    options_of,
)
from observer.site import Delivery, SiteClient
from observer.spool import Spool, SpoolInUse, locked
from observer.uploader import Uploader

logger = logging.getLogger(__name__)

_ENDS_WITHIN_S = 4.0
_ONCE_SENDS_FOR_S = 30.0


class Observer:
    """One camera of this machine: takes its pictures and hands them to its uploader."""

    def __init__(self, options: ObserverOptions, watched: CameraOptions) -> None:
        self._name = watched.slug
        self._interval_s = options.interval_s
        self._camera = LocalCamera(
            watched.source, options.width, options.height, options.quality, options.comment
        )
        site = SiteClient(options.url, watched.slug, options.access[watched.slug])
        self.spool = Spool(options.spool / watched.slug, options.spool_limit)
        self.uploader = Uploader(watched.slug, site, self.spool)
        self.taken = 0

    def watch(self, stopping: threading.Event) -> None:
        """Take pictures until `stopping` is set; a camera that is lost is opened again."""
        back_off = BackOff()
        last_error = ""
        while not stopping.is_set():
            try:
                for frame in self._camera.frames(self._interval_s, stopping):
                    back_off.reset()
                    last_error = ""
                    self.taken += 1
                    self.uploader.take(frame)
            except CameraLost as lost:
                if str(lost) != last_error:
                    logger.warning("%s: %s; trying again and again", self._name, lost)
                last_error = str(lost)
                stopping.wait(back_off.next_s())

    def once(self) -> bool:
        """Take and send one picture, then those that wait on disk; returns whether all arrived."""
        until = time.monotonic() + _ONCE_SENDS_FOR_S
        delivery = None
        try:
            frame = next(self._camera.frames(self._interval_s, threading.Event()))
            delivery = self.uploader.deliver(frame)
        except CameraLost as lost:
            logger.warning("%s: %s", self._name, lost)
        while time.monotonic() < until and self.uploader.deliver_spooled():
            pass
        return delivery is Delivery.ACCEPTED and not len(self.spool)

    def spool_unsent(self) -> None:
        """Write to disk what was not sent, and log how many pictures wait."""
        self.uploader.spool_unsent()
        words = "%s: %d pictures taken, %d wait on disk"
        logger.info(words, self._name, self.taken, len(self.spool))


def observe(options: ObserverOptions) -> int:
    """Run with these options and return the exit code. Raises Unusable."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(options.spool))
            observers = [Observer(options, watched) for watched in options.cameras]
        except SpoolInUse:
            raise Unusable(
                f"another observer uses {options.spool}; give each its own directory by --spool"
            ) from None
        except OSError as error:
            raise Unusable(f"pictures cannot be kept in {options.spool}: {error}") from None
        if options.once:
            arrived = [observer.once() for observer in observers]
            return 0 if all(arrived) else 1
        return _observe(observers)


def _observe(observers: list[Observer]) -> int:
    stopping = threading.Event()
    with _stopping_on_signals(stopping) as failures:
        works: list[Callable[[threading.Event], None]] = []
        for observer in observers:
            works += [observer.watch, observer.uploader.work]
        threads = [threading.Thread(target=work, args=(stopping,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        stopping.wait()
        until = time.monotonic() + _ENDS_WITHIN_S
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        for observer in observers:
            observer.spool_unsent()
    return 1 if failures else 0


@contextmanager
def _stopping_on_signals(stopping: threading.Event) -> Iterator[list[object]]:
    """Set `stopping` on SIGTERM, on Ctrl-C, and when a thread fails. Gives the list of failures."""
    failures: list[object] = []

    def stop(*_signal: object) -> None:
        stopping.set()

    def fail(failure: threading.ExceptHookArgs) -> None:
        failures.append(failure.exc_type)
        logger.error("the observer ends because of an error of its own", exc_info=failure.exc_value)
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    hook, threading.excepthook = threading.excepthook, fail
    try:
        yield failures
    finally:
        threading.excepthook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> None:
    """Parse the command line, run the observer and exit."""
    parser = argparse.ArgumentParser(
        prog="observer",
        description=__doc__,
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser, spool=Path.home() / ".gazokako-observer")
    given = parser.parse_intermixed_args()
    # From cron, where every line becomes a mail, only warnings are logged.
    level = logging.WARNING if given.once else logging.INFO
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s: %(message)s")
    try:
        sys.exit(observe(options_of(given, os.environ)))
    except Unusable as unusable:
        parser.exit(2, f"observer: {unusable}\n")
