"""Cookies, HTTPS, and what a browser may load for our pages."""

from csp.constants import NONE, SELF

from gazokako.settings import values
from gazokako.settings.limits import MAX_UPLOAD_EXPIRES_IN_S
from gazokako.settings.storages import PICTURE_ORIGINS, STATIC_ORIGINS

SESSION_COOKIE_AGE = MAX_UPLOAD_EXPIRES_IN_S
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = values.HTTPS_ONLY
SECURE_SSL_REDIRECT = values.HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by hosts from within, over plain HTTP
# A month, renewed by every answer; this host only, since its neighbours are not ours to decide on.
SECURE_HSTS_SECONDS = 2_592_000 if values.HTTPS_ONLY else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The proxies overwrite this header; without any, a visitor could have written it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if values.TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "no-referrer"
CSRF_FAILURE_VIEW = "gazokako.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# What lies in a bucket is shown from where Google serves it, and of that from our buckets only.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF, *STATIC_ORIGINS],
        "img-src": [SELF, "data:", "blob:", *PICTURE_ORIGINS, *STATIC_ORIGINS],
        "media-src": [SELF, *PICTURE_ORIGINS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "camera": "self",
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
