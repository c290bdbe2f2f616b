"""How much memory the web process and an idle child of the worker's pool hold."""

from pathlib import Path

from benchmarks.client import Client, parcel
from benchmarks.processes import pss_mb, rss_mb, wait_for_rest
from benchmarks.report import Line
from benchmarks.site import BenchSite

_TARGET_MB = 200


def measure(site: BenchSite, picture: Path) -> list[Line]:
    """Memory after all other benchmarks, after a search for faces, and of a fresh worker."""
    wait_for_rest([site.web_pid, *site.child_pids])
    lines = [
        _line("web process, after all this", [site.web_pid]),
        _line("pool child, after all this", site.child_pids),
    ]
    client = Client(site.port)
    faces = parcel(picture.read_bytes(), [{"op": "faces"}])
    for upload in [client.post(faces) for _ in range(2 * site.children)]:
        client.wait(upload)
    wait_for_rest(site.child_pids)
    after_faces = _line("pool child, after searching faces", site.child_pids, has_target=False)
    site.stop_worker()
    site.start_worker()
    return [*lines, _line("pool child, fresh", site.child_pids), after_faces]


def _line(what: str, pids: list[int], *, has_target: bool = True) -> Line:
    """The largest of the processes."""
    rss, pss = max((rss_mb(pid), pss_mb(pid)) for pid in pids)
    return Line(
        f"memory: {what}",
        f"{rss:.0f} MB (PSS {pss:.0f})",
        target=f"< {_TARGET_MB} MB" if has_target else "",
        holds=rss < _TARGET_MB if has_target else None,
    )
