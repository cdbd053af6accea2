"""From the configuration to how pages are fetched: pace, proxies, what hosts are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from monitor.config import ClientCertConfig, Config, HostConfig, WatchConfig
from monitor.errors import ConfigError
from monitor.fetch import (
    Access,
    BrowserFetcher,
    BrowserSettings,
    ClientCert,
    FetchSettings,
    Gate,
    HostSettings,
    Proxy,
    WebFetcher,
    check_browser,
)

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def fetch_settings(config: Config) -> FetchSettings:
    """Return what the configuration says about fetching."""
    fetch = config.fetch
    return FetchSettings(
        user_agent=fetch.user_agent,
        contact=fetch.contact,
        delay=fetch.delay,
        concurrency=fetch.concurrency,
        share_pace_by_address=fetch.share_pace_by_address,
        hosts={name.lower(): _host_settings(host) for name, host in fetch.hosts.items()},
        allow_private=fetch.allow_private,
        proxy=_proxy(fetch.proxy),
        proxy_resolves=fetch.proxy_resolves,
        timeout=fetch.timeout,
        first_byte=fetch.first_byte,
        max_wire_bytes=fetch.max_bytes,
        max_body_bytes=fetch.max_page,
        max_redirects=fetch.max_redirects,
        rest_after=fetch.rest_after,
        obey_robots=fetch.obey_robots,
        ca_file=fetch.ca_file,
    )


def browser_settings(config: Config) -> BrowserSettings:
    """Return which pages a browser renders."""
    fetch = config.fetch
    return BrowserSettings(
        hosts=frozenset(name.lower() for name, host in fetch.hosts.items() if host.browser),
        path=fetch.browser.path,
        timeout=fetch.browser.timeout,
    )


def browser_for(config: Config, web: WebFetcher, gate: Gate) -> BrowserFetcher:
    """Return what renders pages, over what fetches them; the browser starts when first needed."""
    agent = fetch_settings(config).full_user_agent
    return BrowserFetcher(web, gate, browser_settings(config), agent)


def rendered_watches(config: Config, gate: Gate) -> frozenset[str]:
    """Return the addresses of the watches whose pages a browser renders. Raises BadAddress, and
    ConfigError where they are fetched by way of a proxy."""
    found = frozenset(gate.check_url(one.url) for one in config.watches if one.browser)
    settings, fetch = browser_settings(config), fetch_settings(config)
    names = settings.hosts | {urlsplit(url).hostname or "" for url in found}
    for name in sorted(names):
        if fetch.proxy_for(name) is not None:
            message = f"{name}: a page that is fetched by way of a proxy cannot be rendered"
            raise ConfigError(message, hint="leave out `browser`, or set its proxy to `direct`")
    return found


def check_rendering(config: Config, gate: Gate) -> None:
    """Raise ConfigError where pages are to be rendered and that cannot be done here."""
    settings = browser_settings(config)
    if rendered_watches(config, gate) or settings.hosts:
        check_browser(settings)


def watch_access(config: Config, gate: Gate) -> Mapping[str, Access]:
    """Return the headers and cookies of single watches, by their address. Raises BadAddress."""
    given = (one for one in config.watches if one.headers or one.cookies)
    return {gate.check_url(one.url): _access(one) for one in given}


def _host_settings(host: HostConfig) -> HostSettings:
    return HostSettings(
        delay=host.delay,
        concurrency=host.concurrency,
        access=_access(host),
        proxy=_proxy(host.proxy),
        client_cert=_client_cert(host.client_cert) if host.client_cert else None,
    )


def _client_cert(own: ClientCertConfig) -> ClientCert:
    password = own.password.get_secret_value() if own.password else None
    return ClientCert(cert=own.cert, key=own.key, password=password)


def _access(given: HostConfig | WatchConfig) -> Access:
    return Access(headers=_plain(given.headers), cookies=_plain(given.cookies))


def _plain(secrets: Mapping[str, SecretStr]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value.get_secret_value()) for name, value in secrets.items())


def _proxy(address: SecretStr | None) -> Proxy | Literal["direct"] | None:
    if address is None:
        return None
    text = address.get_secret_value()
    if text == "direct":
        return "direct"
    parts = urlsplit(text)
    return Proxy(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
