"""The address of the API for uploads, and what an error of it says."""

URL = "/api/v1/uploads"


def error_of(response):
    return response.status_code, response.json()["error"]["code"]
