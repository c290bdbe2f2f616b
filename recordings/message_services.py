"""Sends messages by ntfy, Telegram and others, through Apprise."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.ip_addresses import Policy, PrivateAddress, RefusedAddress
from core.judged_names import judging
from recordings.webhook import PermanentError, TemporaryError

if TYPE_CHECKING:
    from apprise.plugins import NotifyBase

SCHEMES = (
    *("bark", "barks", "discord", "gchat", "gotify", "gotifys", "hassio", "hassios"),
    *("line", "matrix", "matrixs", "mmost", "mmosts", "nctalk", "nctalks", "ntfy", "ntfys"),
    *("pbul", "pover", "rocket", "rockets", "signal", "signals", "simplepush", "slack"),
    *("synology", "synologys", "tgram", "threema", "webex", "whatsapp", "zulip"),
)
"""Services of Apprise that speak HTTP through requests, whose connections can be judged."""
MAX_SERVICES = 10


def services_of(text: str) -> list[str]:
    """The addresses in a text, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def judge_services(text: str) -> None:
    """A validator; whether a service takes a message is seen by a test. Raises ValidationError."""
    services = services_of(text)
    if len(services) > MAX_SERVICES:
        raise ValidationError(
            _("Write %(count)d addresses at most, one in each line.") % {"count": MAX_SERVICES}
        )
    for number, service in enumerate(services, 1):
        if not _is_known(service):
            raise ValidationError(
                _("Line %(number)d is no address of a service that is known here: %(known)s.")
                % {"number": number, "known": ", ".join(f"{scheme}://" for scheme in SCHEMES)}
            )


def send(service: str, title: str, text: str, picture: bytes = b"") -> None:
    """Send a message once, with a JPEG where the service takes any.

    Raises TemporaryError, PermanentError.
    """
    plugin, attachment = _plugin(service), _attachment(picture)
    policy = Policy.PRIVATE_ALLOWED if settings.PRIVATE_WEBHOOKS else Policy.PUBLIC_ONLY
    with judging(policy) as judgement:
        is_sent = plugin.notify(body=text, title=title, attach=attachment)
    if isinstance(judgement.refused, PrivateAddress):
        raise PermanentError("it leads into a private network (PRIVATE_WEBHOOKS allows that)")
    if isinstance(judgement.refused, RefusedAddress):
        raise PermanentError("this address is never called")
    if not is_sent:
        raise TemporaryError("it did not take the message")


def _plugin(service: str) -> "NotifyBase":
    """What Apprise makes of an address. Raises PermanentError."""
    # Only workers send; Apprise takes 40 MB, which web processes are spared.
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415

    asset = AppriseAsset(app_id="gazokako", app_desc="gazokako", app_url="", async_mode=False)
    plugin = Apprise.instantiate(service, asset=asset) if _is_known(service) else None
    if plugin is None:
        raise PermanentError("its address is not complete")
    return plugin


def _attachment(picture: bytes) -> object:
    from apprise import AppriseAttachment  # noqa: PLC0415  (see above)
    from apprise.attachment.memory import AttachMemory  # noqa: PLC0415

    if not picture:
        return None
    attachment = AppriseAttachment()
    named = {"name": "motion.jpg", "mimetype": "image/jpeg"}
    attachment.add(AttachMemory(picture, **named))  # type: ignore[no-untyped-call]
    return attachment


def _is_known(service: str) -> bool:
    try:
        return urlsplit(service).scheme in SCHEMES and "://" in service
    except ValueError:
        return False
