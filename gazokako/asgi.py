"""The ASGI application that uvicorn serves."""

import os

from django.core.asgi import get_asgi_application

from gazokako.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")

application = BodyLimit(get_asgi_application())
