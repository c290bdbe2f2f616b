"""The schema of every error of the JSON API."""

from ninja import Schema


class ErrorDetail(Schema):
    """Why something was refused or failed: a code for programs, a sentence for people."""

    code: str
    message: str


class ErrorAnswer(Schema):
    error: ErrorDetail
