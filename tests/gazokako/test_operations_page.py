"""docs/operations.md speaks of every alert, and of none that does not exist."""

import re

from tests.processes import ROOT

PAGE = (ROOT / "docs/operations.md").read_text()
ALERTS = set(re.findall(r"- alert: (\w+)", (ROOT / "docs/alerts.yml").read_text()))


def test_every_alert_is_on_the_page():
    assert {alert for alert in ALERTS if f"*{alert}*" not in PAGE} == set()


def test_every_alert_on_the_page_exists():
    named = set(re.findall(r"\*([A-Z][a-z]+(?:[A-Z][a-z]+)+)\*", PAGE))

    assert len(named) > 5
    assert named - ALERTS == set()


def test_the_codes_that_turn_visitors_away_are_watched():
    (watched,) = re.findall(
        r'refusals_total\{code=~"([^"]+)"', (ROOT / "docs/alerts.yml").read_text()
    )
    refusals = (ROOT / "core/refusals.py").read_text()

    assert set(re.findall(r'"(\w+)": 503', refusals)) <= set(watched.split("|"))
