"""A camera whose source is a secret, and what its form is sent."""

import html

ADDRESS = "rtsp://admin:geheim@192.168.1.20:554/secret/path?key=1"
DEFAULTS = {
    "name": "Garden",
    "slug": "garden",
    "visibility": "private",
    "face_style": "mosaic",
    "rotation": "0",
    "fps": "15",
    "preview_width": "640",
    "preview_quality": "80",
    "motion_threshold": "0.15",
    "motion_quiet_s": "1",
}


def text_of(response):
    return html.unescape(response.content.decode())
