"""Sends what the cameras of a machine see to a site; runs without Django and the rest of ours."""
