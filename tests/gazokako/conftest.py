"""What the tests of the site's foundations share."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@pytest.fixture(scope="session")
def service_account_key() -> dict[str, str]:
    """A service account's key with a fresh RSA key inside."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "project",
        "private_key": private.decode(),
        "client_email": "robot@project.iam.gserviceaccount.example",
        "token_uri": "https://oauth2.example/token",
    }
