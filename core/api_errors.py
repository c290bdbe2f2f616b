"""The one shape of the JSON API's errors."""

from ninja import Schema


class Fault(Schema):
    """Why something was refused or failed."""

    code: str
    message: str


class ErrorAnswer(Schema):
    error: Fault
