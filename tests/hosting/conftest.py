"""A certificate for a proxy."""

import pytest
import trustme


@pytest.fixture
def certificate(tmp_path):
    """The files of a certificate and of its key."""
    made = trustme.CA().issue_cert("pictures.example.org")
    chain, key = tmp_path / "made-chain.pem", tmp_path / "made-key.pem"
    made.cert_chain_pems[0].write_to_path(chain)
    made.private_key_pem.write_to_path(key)
    return chain, key
