"""The processes of the Procfile, by name, in its order."""

from tests.processes import ROOT

LINES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
LASTING = [name for name in LINES if name != "release"]
