"""Judges a page as it is seen with axe, which knows what keeps somebody from using it."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) =>
      [id, target.join(" "), html.slice(0, 200), failureSummary].join("\\n")));
}
"""


def violations_on(page: Page) -> str:
    """What axe finds wrong, by any of its rules, each with the element it is found at."""
    page.evaluate(AXE_SCRIPT)
    return "".join(f"{page.url}: {violation}\n\n" for violation in page.evaluate(_RUN))
