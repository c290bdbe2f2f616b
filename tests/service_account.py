"""Key files of service accounts."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def service_account_key(account: str) -> dict[str, str]:
    """A key file as Google makes one, for an account such as name@project.example, less its ids."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": account.partition("@")[2].partition(".")[0],
        "private_key": private.decode(),
        "client_email": account,
        "token_uri": "https://oauth2.example/token",
    }
