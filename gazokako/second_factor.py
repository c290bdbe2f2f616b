"""The second factor of a member of staff: one authenticator app (TOTP, RFC 6238) an account."""

from django.contrib.auth.models import AbstractBaseUser
from django_otp.plugins.otp_totp.models import TOTPDevice

_NAME = "app"


def device_of(user: AbstractBaseUser, *, confirmed: bool) -> TOTPDevice | None:
    """The device that is in force, or the one that is being set up."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=confirmed).first()
    return device


def is_code_of(user: AbstractBaseUser, code: str) -> bool:
    """Whether a code is the one shown now. Each is accepted once; wrong ones slow down the next."""
    device = device_of(user, confirmed=True)
    return device is not None and _is_code(device, code)


def begin(user: AbstractBaseUser) -> TOTPDevice:
    """The device that is being set up, with a secret of its own: the same until it is confirmed."""
    device: TOTPDevice
    device, _is_new = TOTPDevice.objects.get_or_create(user=user, name=_NAME, confirmed=False)
    return device


def confirm(user: AbstractBaseUser, code: str) -> bool:
    """Put the device in force whose code this is; False where it is not."""
    device = device_of(user, confirmed=False)
    if device is None or not _is_code(device, code):
        return False
    device.confirmed = True
    device.save()
    return True


def remove(user: AbstractBaseUser) -> int:
    """Forget every device of an account; how many there were in force."""
    in_force: int = TOTPDevice.objects.filter(user=user, confirmed=True).count()
    TOTPDevice.objects.filter(user=user).delete()
    return in_force


def _is_code(device: TOTPDevice, code: str) -> bool:
    is_allowed, _why = device.verify_is_allowed()
    return bool(is_allowed and device.verify_token(code.replace(" ", "")))
