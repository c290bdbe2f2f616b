"""Every disguise of an address is seen through, and each policy allows what it says."""

import pytest

from core.ip_addresses import Policy, PrivateAddress, RefusedAddress, judge

METADATA_V4 = "169.254.169.254"
CLOSED = [
    # the metadata services of clouds
    METADATA_V4,
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "fd00:ec2::254",
    "fd20:ce::254",
    # no host at all, this link, many hosts
    "0.0.0.0",  # noqa: S104  (refused, not bound)
    "::",
    "169.254.1.1",
    "fe80::1",
    "fe80::1%eth0",
    "[fe80::1]",
    "224.0.0.1",
    "ff02::1",
    # other notations of an IPv4 address
    "169.254.169.254.",
    "2852039166",
    "0xA9FEA9FE",
    "0xa9.0xfe.0xa9.0xfe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "0",
    "１６９.２５４.１６９.２５４",
    "169。254。169。254",
    "⑯⑨.254.169.254",
    # IPv6 addresses that carry one
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::169.254.169.254",
    "::ffff:0:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::169.254.169.254",
    "64:ff9b:1:a9fe:a9:fe00::",
    "64:ff9b:1:0:a9:fea9:fe00:0",
    "2002:a9fe:a9fe::1",
    "2001:0:808:808::5601:5601",  # Teredo: the client's address is inverted
    "2001:0:a9fe:a9fe::f7f7:f7f7",  # Teredo: the server's is not
]
PRIVATE = [
    "10.0.0.5",
    "127.0.0.1",
    "127.1",
    "172.16.0.1",
    "192.168.1.20",
    "100.64.0.1",
    "198.18.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "fd12::5",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "2002:a00:1::1",
    "2001:0:808:808::f5ff:fffe",
]
PUBLIC = ["8.8.8.8", "134744072", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("address", CLOSED)
def test_no_policy_allows_what_is_closed(address, policy):
    with pytest.raises(RefusedAddress):
        judge(address, policy)


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_closed_is_not_called_private(address):
    """Or the message to staff would name a setting that does not open it."""
    with pytest.raises(RefusedAddress) as refused:
        judge(address, Policy.PRIVATE_ALLOWED)

    assert type(refused.value) is RefusedAddress


@pytest.mark.parametrize("address", PRIVATE)
def test_private_networks_are_a_matter_of_policy(address):
    judge(address, Policy.PRIVATE_ALLOWED)

    with pytest.raises(PrivateAddress):
        judge(address, Policy.PUBLIC_ONLY)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("address", [*PUBLIC, "camera", "pictures.example", ""])
def test_public_addresses_and_names_pass(address, policy):
    judge(address, policy)
