"""The ASGI application that uvicorn serves."""

import os
import warnings

from django.core.asgi import get_asgi_application

from gazokako.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")

# WhiteNoise's answers are synchronous iterators; they are small files, and Django reads them whole.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

application = BodyLimit(get_asgi_application())
