"""Mail: none is sent unless a server for it is named."""

from gazokako.settings import values

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if values.EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_USE_SSL = values.EMAIL_PORT == 465
EMAIL_USE_TLS = values.EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
