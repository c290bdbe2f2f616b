"""The site: settings, addresses, the Celery app, and what every page shares."""

from gazokako.celery import app as celery_app

__all__ = ["celery_app"]
