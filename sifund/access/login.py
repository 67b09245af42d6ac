"""How a person is known: by nothing on the machine itself, by a trusted proxy's header, or by OpenID Connect."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

from sifund import settings
from sifund.problem import Problem, SifundError, problem

Mode = Literal["", "off", "proxy", "oidc"]
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
USER, ORIGIN, SINCE, SEAL = "x-sifund-user", "x-sifund-origin", "x-sifund-since", "x-sifund-seal"
"""The headers in which the gate tells pages who it is, where the request came from and since when somebody is logged in, and
that it was the gate: nobody else can set them."""
SEALED = secrets.token_hex(16)
"""What the last of them holds: known in this process alone, so that where no gate stands nobody is believed."""
LOGOUT = "/auth/logout"
"""Where somebody logs out who logged in by OpenID Connect."""
OIDC = (settings.OIDC_URL, settings.OIDC_CLIENT, settings.OIDC_SECRET, settings.ADDRESS, settings.COOKIE_SECRET)
"""What a login by OpenID Connect needs."""
SECRET_LENGTH = 32
FORWARDED = (
    "forwarded", "via", "x-forwarded", "x-real-ip", "x-original", "x-proxy", "x-client-ip", "x-cluster-client-ip", "x-host",
    "x-envoy", "x-url-scheme", "x-scheme", "true-client-ip", "client-ip", "cf-", "fastly-", "front-end-https", "proxy-",
)  # fmt: skip
"""How headers begin that only a proxy adds."""


def mode() -> Mode:
    """What SIFUND_LOGIN asks for; without it nobody logs in on the machine itself and nobody is served elsewhere. Raises
    SifundError for a word that is none of them, and for a proxy that is not named."""
    named = settings.LOGIN.read().lower()
    for choice in ("", "off", "proxy", "oidc"):
        if named == choice:
            if choice == "proxy":
                proxies()
            return choice
    raise SifundError([problem(
        "login", settings.LOGIN.name, "“{value}”不是登录方式；可用off、proxy、oidc。", '"{value}" is no way to log in; write off, proxy '
        "or oidc.", value=named,
    )])  # fmt: skip


def faults() -> list[Problem]:
    """What of the settings, besides single ones that cannot be used, keeps everybody from logging in the way that they ask
    for; no secret is repeated."""
    try:
        if mode() != "oidc":
            return []
    except SifundError as error:
        return [each for each in error.problems if each.subject != settings.PROXY.name or not settings.PROXY.problem()]
    wrong = [problem("oidc", one.name, "没有设置。", "is not set.") for one in OIDC if not one.read()]
    if 0 < len(settings.COOKIE_SECRET.read()) < SECRET_LENGTH:
        wrong.append(problem("oidc", settings.COOKIE_SECRET.name, "应有至少{count}个字符。",
                             "must have at least {count} {count:character|characters}.",
                             count=SECRET_LENGTH))  # fmt: skip
    if settings.ADDRESS.read() and not re.fullmatch(r"https?://[^/?#\s@]+", settings.ADDRESS.read()):
        wrong.append(problem("oidc", settings.ADDRESS.name, "应写作 https://主机名，不带路径。", "is written https://host, without a "
                             "path."))  # fmt: skip
    if settings.OIDC_URL.read() and not re.fullmatch(r"https?://[^\s@]+", settings.OIDC_URL.read()):
        wrong.append(problem("oidc", settings.OIDC_URL.name, "应是以 https:// 开头的地址。", "is an address that begins with "
                             "https://."))  # fmt: skip
    return wrong


def proxies() -> list[IPv4Network | IPv6Network]:
    """The addresses whose identity header is believed. Raises SifundError where none can be read."""
    named = settings.PROXY.read()
    networks = settings.networks(named)
    if not networks:
        raise SifundError([problem(
            "proxy", settings.PROXY.name, "应写明代理的地址，如10.0.0.2（逗号分隔）；现为“{value}”。",
            "names the proxy's address, say 10.0.0.2 (by commas); it is \"{value}\".", value=named,
        )])  # fmt: skip
    return networks


def is_proxy(peer: str) -> bool:
    """Whether an address is the trusted proxy's."""
    address = _address(peer)
    return address is not None and any(address in network for network in proxies())


def elsewhere(peer: str | None, host: str, headers: Iterable[str]) -> bool:
    """Whether a request comes from another machine: its sender's or its own host's address is not loopback's, or a proxy
    handed it on. A sender without an address on a network (`testclient`) is in this process; None is a socket file's."""
    return (
        peer is None or ((address := _address(peer)) and not address.is_loopback) or _name(host) not in LOOPBACK
        or any(name.lower().replace("_", "-").startswith(FORWARDED) for name in headers)
    )  # fmt: skip


def _address(words: str) -> IPv4Address | IPv6Address | None:
    """The address that words are, of version 4 where it only is written as one of 6; None where they are none."""
    try:
        address = ip_address(words)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _name(host: str) -> str:
    """A Host header without its port."""
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdecimal() and (not name.count(":") or name.endswith("]")) else host.strip().lower()


def refuse_open(address: str) -> None:
    """Raises SifundError where an address that is not loopback's would be served without a login, unless that is asked for."""
    ip = _address(address)
    if mode() == "" and address != "localhost" and not (ip and ip.is_loopback):
        raise SifundError([problem(
            "open", settings.LOGIN.name, "没有设置登录，不在{value}上提供服务：请设为proxy或oidc；确实要不登录就开放，请设为off。",
            "is not set and {value} is not served without a login: set it to proxy or oidc, or to off to serve everybody "
            "without one.", value=address or "0.0.0.0",  # noqa: S104
        )])  # fmt: skip
