"""Cameras: their sources, the worker that reads them, the buffer in Redis and the live view."""
