from django.contrib import admin
from django_otp.plugins.otp_totp.models import TOTPDevice

# Its pages show secrets; staff has a page of its own for its own device.
admin.site.unregister(TOTPDevice)
