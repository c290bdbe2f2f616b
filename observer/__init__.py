"""Sends pictures of a machine's cameras to a site. A program of its own: it needs no Django."""
