"""出网的门: which hosts a source may reach, and the very address it connects to.

A host is named by the administrator in instance.json or is not reached at all. Its name is
resolved once, every address it has is looked at, and the connection goes to an address that
passed: a name that means something else a moment later leads nowhere (SSRF, DNS rebinding).
"""

import ipaddress
import socket

from django.conf import settings

from louyu.journey.matching.sources.transports.contract import FeedFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
CONNECT_SECONDS = 10
# Addresses at which clouds hand out credentials, beside the link-local one.
METADATA = frozenset(
    ipaddress.ip_address(text) for text in ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)
# Addresses that carry another one inside, which nobody would look at.
WRAPPING = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
)


def address_of(host: str, port: int) -> str:
    """Where to connect to reach `host`. Raises FeedFailed."""
    name = host.rstrip(".").lower()
    inside = name in settings.FEEDS.get("inside_hosts", ())
    if not inside and name not in settings.FEEDS.get("hosts", ()):
        raise FeedFailed(
            f"主机 {host} 不在允许访问的名单里，请系统管理员核实后写进 instance.json 的 feeds。"
        )
    try:
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise FeedFailed(f"找不到主机 {host}，请核对主机名和本机的域名解析。") from unknown
    addresses = [_plain(str(answer[4][0])) for answer in answers]
    if not addresses or not all(may_reach(one, inside=inside) for one in addresses):
        raise FeedFailed(
            f"主机 {host} 解析到不允许访问的地址；内网主机请系统管理员写进 feeds.inside_hosts。"
        )
    return str(addresses[0])


def _plain(text: str) -> Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def may_reach(address: Address, *, inside: bool) -> bool:
    """`inside`: the administrator said that this host is in the government's own network."""
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if address in METADATA or any(
        address.version == net.version and address in net for net in WRAPPING
    ):
        return False
    return address.is_global or (inside and (address.is_private or address.is_loopback))


def is_loopback(host: str, port: int) -> bool:
    return ipaddress.ip_address(address_of(host, port)).is_loopback


def connected(host: str, port: int) -> socket.socket:
    """A connection to a host that may be reached. Raises FeedFailed."""
    try:
        return socket.create_connection((address_of(host, port), port), CONNECT_SECONDS)
    except OSError as trouble:
        raise FeedFailed(f"连不上 {host} 的 {port} 端口，请核对网络和防火墙。") from trouble
