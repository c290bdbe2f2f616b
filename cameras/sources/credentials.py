"""Proves to a camera who we are, by the scheme it asks for (RFC 7617, RFC 7616)."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from urllib.request import parse_http_list, parse_keqv_list

_HASHES = {
    "MD5": lambda text: hashlib.md5(text, usedforsecurity=False),
    "SHA-256": hashlib.sha256,
}


@dataclass
class Credentials:
    """A user and a password; Basic until the camera asks for Digest."""

    user: str
    password: str
    _challenge: dict[str, str] | None = None
    _count: int = 0

    def header(self, method: str, uri: str) -> str:
        """The value of an Authorization header for a request."""
        if self._challenge is None:
            pair = f"{self.user}:{self.password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return self._digest(self._challenge, method, uri)

    def heed(self, challenges: list[str]) -> bool:
        """Take up the Digest among the WWW-Authenticate headers; whether trying again may help."""
        for challenge in challenges:
            scheme, _space, fields = challenge.strip().partition(" ")
            read = _fields(fields) if scheme.lower() == "digest" else {}
            is_refusal = self._challenge is not None and read.get("stale", "").lower() != "true"
            if "nonce" in read and _algorithm(read) in _HASHES and not is_refusal:
                self._challenge, self._count = read, 0
                return True
        return False

    def _digest(self, challenge: dict[str, str], method: str, uri: str) -> str:
        self._count += 1
        count, own_nonce = f"{self._count:08x}", secrets.token_hex(8)
        realm, nonce = challenge.get("realm", ""), challenge["nonce"]
        has_qop = "qop" in challenge
        middle = f"{nonce}:{count}:{own_nonce}:auth" if has_qop else nonce
        first = self._hash(f"{self.user}:{realm}:{self.password}")
        response = self._hash(f"{first}:{middle}:{self._hash(f'{method}:{uri}')}")
        user = self.user.replace("\\", "\\\\").replace('"', '\\"')
        value = f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}"'
        value += f', response="{response}"'
        for name in ("algorithm", "opaque"):
            if name in challenge:
                quote = '"' if name == "opaque" else ""
                value += f", {name}={quote}{challenge[name]}{quote}"
        return f'{value}, qop=auth, nc={count}, cnonce="{own_nonce}"' if has_qop else value

    def _hash(self, text: str) -> str:
        return _HASHES[_algorithm(self._challenge or {})](text.encode()).hexdigest()


def _fields(text: str) -> dict[str, str]:
    try:
        pairs = parse_keqv_list([item for item in parse_http_list(text) if "=" in item])
    except (IndexError, ValueError):
        return {}
    return {name.lower(): value for name, value in pairs.items()}


def _algorithm(challenge: dict[str, str]) -> str:
    return challenge.get("algorithm", "MD5").upper()
