"""The login of staff: name and password, and a code where the account has a second factor."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.sites import AdminSite
from django.utils.translation import gettext_lazy as _
from django_otp import user_has_device

from gazokako.second_factor import is_code_of


class StaffLoginForm(AdminAuthenticationForm):
    """Asks for the code only once the password is right, and only where there is a device."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=16,
        help_text=_("From your authenticator app, if you have switched that on."),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the account has a second factor and the code is not its."""
        cleaned: dict[str, Any] = super().clean()
        user = self.user_cache  # None where name or password is missing
        if user and user_has_device(user) and not is_code_of(user, cleaned.get("code", "")):
            raise forms.ValidationError(
                _("Please enter the code that your authenticator app shows now."), code="code"
            )
        return cleaned


class StaffSite(AdminSite):
    """Django's admin behind our own login."""

    login_form = StaffLoginForm
