"""The options of a bucket in the emulator."""

from google.auth.credentials import AnonymousCredentials


def options(**changed):
    return {
        "bucket_name": "pictures",
        "project_id": "emulated",
        "credentials": AnonymousCredentials(),
        "querystring_auth": False,
        "max_memory_size": 1 << 20,
        **changed,
    }
