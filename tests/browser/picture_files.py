"""Files as a page holds them."""

import base64

from playwright.sync_api import JSHandle, Page


def as_transfer(page: Page, name: str, jpeg: bytes) -> JSHandle:
    """What a drop or a paste carries: one JPEG."""
    return page.evaluate_handle(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: "image/jpeg" }));
            return data;
        }""",
        [name, base64.b64encode(jpeg).decode()],
    )
