"""QR codes of links."""

import segno


def qr_code(address: str) -> str:
    """A picture of an address as a data URI of SVG, black on white for any camera."""
    code = segno.make(address, micro=False)
    return str(code.svg_data_uri(scale=5, border=3, dark="#000", light="#fff"))
