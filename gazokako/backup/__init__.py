"""Backups: the rows of one moment and, where pictures are on a disk, their files; one tar stream.

A backup is `manifest.json`, files of waiting jobs, `rows/TABLE/NUMBER.jsonl`, `files/KEY`
and, as a sign that nothing is missing, `end.json`.
"""
