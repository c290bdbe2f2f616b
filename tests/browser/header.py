"""What tests do with the header that every page has."""

from playwright.sync_api import Page


def open_menu(page: Page) -> None:
    """Show the links of the header, where the screen is so narrow that they are in a menu."""
    button = page.get_by_role("button", name="Menu")
    if button.is_visible():
        button.click()
