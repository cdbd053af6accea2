"""Every setting that exists, with its default and what it is for."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date, timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, Field, SecretStr, model_validator

from monitor.config.access import (
    ClientCertConfig,
    Cookies,
    Headers,
    HostProxy,
    ProxyAddress,
)
from monitor.config.listing import SourceConfig
from monitor.config.plans import Interval, Strict, Wait, as_plan, known_zone
from monitor.config.types import Duration, Secret, Size
from monitor.config.web import WebConfig
from monitor.model import (
    ALL,
    Adaptive,
    EventKind,
    Plan,
    SiteField,
    host_budget,
    selector_and_attribute,
)


def _mail_address(text: str) -> str:
    name, at, domain = text.rpartition("@")
    if not (name and at and domain) or any(c.isspace() or ord(c) < 32 for c in text):
        raise ValueError("not an e-mail address")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http(s) address")
    return text


def _agent_name(text: str) -> str:
    if not _AGENT_NAME.fullmatch(text):
        raise ValueError("write a name of letters, - and _, perhaps with a version: my-desk/1.0")
    return text


def _reachable(text: str) -> str:
    if not _CONTACT.fullmatch(text):
        raise ValueError("write an address: mailto:desk@example.org, or that of a page")
    return text


_AGENT_NAME = re.compile(r"[A-Za-z_-]+(/[0-9A-Za-z._-]+)?")
_CONTACT = re.compile(r"[!-'*-~]+")
"""Plain characters but for parentheses: it stands in some."""


def _strong(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if not text.startswith(_PREFIX):
        key = text.encode()
    else:
        try:
            key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            raise ValueError("what follows whsec_ is not base64") from None
    if len(key) < _SHORTEST_SECRET:
        raise ValueError(f"shorter than {_SHORTEST_SECRET} bytes")
    return secret


class HostConfig(Strict):
    """Settings for one site."""

    delay: Duration | None = Field(None, description="Pause between two requests to it.")
    concurrency: int | None = Field(None, ge=1, le=16, description="Requests at a time to it.")
    budget: int | None = Field(None, ge=1, description="Looks at its articles in a day, at most.")
    headers: Headers = Field({}, description="More headers for it; values as references.")
    cookies: Cookies = Field({}, description="Cookies for it; values as references.")
    browser: bool = Field(False, description="Let a browser run the scripts of its pages.")
    proxy: HostProxy | None = Field(None, description="Instead of fetch.proxy; or `direct`.")
    client_cert: ClientCertConfig | None = Field(None, description="To prove who we are.")


class BrowserConfig(Strict):
    """The browser that runs the scripts of pages which are empty without them."""

    path: Path | None = Field(None, description="The browser, if not the chromium installed.")
    timeout: Duration = Field(timedelta(seconds=30), description="For the scripts of a page.")


class FetchConfig(Strict):
    """How pages are fetched."""

    user_agent: Annotated[str, AfterValidator(_agent_name)] = Field(
        "article-monitor", description="The name we give to sites."
    )
    contact: Annotated[str, AfterValidator(_reachable)] | None = Field(
        None, description="Your address, told to every site."
    )
    delay: Duration = Field(timedelta(seconds=1), description="Pause between two requests.")
    concurrency: int = Field(1, ge=1, le=16, description="Requests at a time to one site.")
    share_pace_by_address: bool = Field(False, description="Sites at one address share a pace too.")
    rest_after: int = Field(5, ge=1, description="Failures in a row until a site is rested.")
    timeout: Duration = Field(timedelta(seconds=30), description="For one page, all in all.")
    first_byte: Duration = Field(
        timedelta(seconds=15), description="Until an answer begins: its header is there."
    )
    max_bytes: Size = Field(10_000_000, description="Of a page, as sent.")
    max_page: Size = Field(20_000_000, description="Of a page, unpacked.")
    max_redirects: int = Field(8, ge=0, le=30, description="Redirects that are followed.")
    obey_robots: bool = Field(True, description="Keep to robots.txt.")
    allow_private: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Networks on your side that may be fetched from."
    )
    ca_file: Path | None = Field(None, description="More certificate authorities to trust.")
    proxy: ProxyAddress | None = Field(None, description="A proxy for all sites; a reference.")
    proxy_resolves: bool = Field(
        False, description="It may resolve names that were not judged here."
    )
    browser: BrowserConfig = Field(
        BrowserConfig(), description="For pages that are empty without their scripts."
    )
    hosts: dict[str, HostConfig] = Field({}, description="Settings for single sites.")


class GoneConfig(Strict):
    """When an article counts as taken down."""

    looks: int = Field(3, ge=2, le=20, description="Looks in a row that must miss it.")
    over: Duration = Field(timedelta(hours=1), description="The time that they must span.")


class SiteWideConfig(Strict):
    """When a change is the site's, and not its articles'."""

    articles: int = Field(3, ge=2, description="Articles that must change alike at once.")
    share: float = Field(0.3, ge=0, le=1, description="The share of the site that they must be.")


class ChecksConfig(Strict):
    """When articles are looked at."""

    interval: Interval = Field(
        Adaptive(), description="`adaptive`, a span, a cron expression, or daily windows."
    )
    shortest: Wait = Field(
        timedelta(minutes=2), description="Adaptive: between two looks, at least."
    )
    longest: Wait = Field(timedelta(days=1), description="Adaptive: between two looks, at most.")
    budget: int | None = Field(None, ge=1, description="Looks in a day, at most.")
    jitter: float = Field(0.1, ge=0, le=0.5, description="By what share it is varied.")
    full_fetch_every: int = Field(20, ge=1, description="Answers 304 until a full fetch.")
    failing_after: int = Field(3, ge=1, description="Failed looks until it is told.")
    blocked_after: int = Field(2, ge=1, description="Walls in a row until it is told.")
    gone: GoneConfig = Field(GoneConfig(), description="When it counts as taken down.")
    site_wide: SiteWideConfig = Field(
        SiteWideConfig(), description="When a change is the site's, not its articles'."
    )
    extraction_timeout: Duration = Field(
        timedelta(seconds=2), description="CPU time for reading a page."
    )
    workers: int = Field(1, ge=1, le=32, description="Processes that read pages.")
    unworded: bool = Field(False, description="Links, pictures and embeds alone are edits.")


_TOLD = (
    EventKind.CHANGED,
    EventKind.GONE,
    EventKind.RESTORED,
    EventKind.BLOCKED,
    EventKind.FAILING,
    EventKind.RECOVERED,
    EventKind.SITE_CHANGED,
)


class AlertsConfig(Strict):
    """What is told."""

    on: tuple[EventKind, ...] = Field(_TOLD, description="Events that are told.")
    min_significance: float = Field(0.0, ge=0, le=1, description="Edits below are not told.")
    material_threshold: float = Field(0.3, ge=0, le=1, description="Material from here on.")
    keep_trying: Duration = Field(timedelta(days=3), description="To deliver an alert.")


class Security(StrEnum):
    """How the connection to a mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SHORTEST_SECRET = 24
_PREFIX = "whsec_"


class EmailChannel(Strict):
    """Alerts by e-mail."""

    type: Literal["email"]
    to: tuple[Annotated[str, AfterValidator(_mail_address)], ...] = Field(
        min_length=1, description="Who gets them."
    )
    sender: Annotated[str, AfterValidator(_mail_address)] = Field(
        alias="from", description="Whom they come from."
    )
    host: str = Field(min_length=1, description="The mail server.")
    port: int = Field(587, ge=1, le=65535, description="Its port.")
    security: Security = Field(
        Security.STARTTLS, description="starttls, tls, or none to this machine only."
    )
    username: str | None = Field(None, description="To log in with.")
    password: Secret | None = Field(None, description="To log in with; a reference.")
    timeout: Duration = Field(timedelta(seconds=30), description="For one message.")
    ca_file: Path | None = Field(None, description="More certificate authorities to trust.")

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        if self.security is Security.NONE and self.host not in _LOOPBACK:
            raise ValueError("security: none is for a mail server on this machine only")
        if (self.username is None) is not (self.password is None):
            raise ValueError("username and password go together")
        return self


class WebhookChannel(Strict):
    """Alerts by signed HTTP POST."""

    type: Literal["webhook"]
    url: Annotated[str, AfterValidator(_web_address)] = Field(description="Where they are posted.")
    secret: Annotated[Secret, AfterValidator(_strong)] = Field(
        description="What they are signed with; a reference."
    )
    timeout: Duration = Field(timedelta(seconds=15), description="For one attempt.")
    headers: dict[str, Secret] = Field({}, description="More headers; values as references.")


Channel = Annotated[EmailChannel | WebhookChannel, Field(discriminator="type")]


def _selector(text: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from None
    return text


def _place(text: str) -> str:
    _selector(selector_and_attribute(text)[0])
    return text


_Written = Annotated[str, Field(min_length=1, max_length=500)]
Selector = Annotated[_Written, AfterValidator(_selector)]
Place = Annotated[_Written, AfterValidator(_place)]
"""A selector, or `selector@attribute`."""


class SiteConfig(Strict):
    """How the pages of one site are built."""

    article: tuple[Selector, ...] = Field((), description="Where the article stands.")
    remove: tuple[Selector, ...] = Field((), description="What is never the article's.")
    fields: dict[SiteField, Place] = Field(
        {}, description="Where fields stand: a selector, or selector@attribute."
    )
    until: date | None = Field(None, description="The day from which they hold no longer.")


class WatchConfig(Strict):
    """An article to watch."""

    url: str = Field(description="Its address.")
    name: str | None = Field(None, description="A name of your own for it.")
    interval: Interval | None = Field(None, description="Instead of checks.interval.")
    shortest: Wait | None = Field(None, description="Instead of checks.shortest.")
    longest: Wait | None = Field(None, description="Instead of checks.longest.")
    channels: tuple[str, ...] | None = Field(None, description="Instead of all channels.")
    alert_on: tuple[EventKind, ...] | None = Field(None, description="Instead of alerts.on.")
    paused: bool = Field(False, description="Not looked at for now.")
    headers: Headers = Field({}, description="More headers; values as references.")
    cookies: Cookies = Field({}, description="Cookies; values as references.")
    browser: bool = Field(False, description="Let a browser run the scripts of its page.")
    rules: tuple[SiteConfig, ...] = Field(
        (), description="How its pages are built, instead of what `sites` says of its host."
    )


class LogFormat(StrEnum):
    """How the log is written."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"


class LogConfig(Strict):
    """The log."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="From which level on."
    )
    format: LogFormat = Field(LogFormat.AUTO, description="auto: text in a terminal, else json.")


class Config(Strict):
    """All settings."""

    data: Path = Field(Path("snapshots"), description="The folder for all that is kept.")
    timezone: Annotated[str, AfterValidator(known_zone)] = Field(
        "UTC", description="In which times are shown."
    )
    fetch: FetchConfig = Field(FetchConfig(), description="How pages are fetched.")
    checks: ChecksConfig = Field(ChecksConfig(), description="When articles are looked at.")
    alerts: AlertsConfig = Field(AlertsConfig(), description="What is told.")
    channels: dict[str, Channel] = Field({}, description="Who is told, by a name of your own.")
    watches: tuple[WatchConfig, ...] = Field((), description="Articles to watch.")
    sources: tuple[SourceConfig, ...] = Field((), description="What lists articles to watch.")
    sites: dict[str, tuple[SiteConfig, ...]] = Field(
        {}, description="How the pages of a site are built, by host name."
    )
    web: WebConfig | None = Field(None, description="The web server; without it there is none.")
    log: LogConfig = Field(LogConfig(), description="The log.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.checks.shortest > self.checks.longest:
            raise ValueError("checks: shortest is longer than longest")
        for watch in self.watches:
            self._check_bounds(watch)
        for what, listed in (("watches", self.watches), ("sources", self.sources)):
            seen: set[str] = set()
            for one in listed:
                if one.url in seen:
                    raise ValueError(f"{what}: {one.url} stands here twice")
                seen.add(one.url)
                unknown = sorted(set(one.channels or ()) - set(self.channels))
                if unknown:
                    raise ValueError(f"{what}: {one.url}: there is no channel {unknown[0]!r}")
        return self

    def _check_bounds(self, watch: WatchConfig) -> None:
        if watch.shortest is None and watch.longest is None:
            return
        if not isinstance(watch.interval or self.checks.interval, Adaptive):
            raise ValueError(
                f"watches: {watch.url}: shortest and longest are for `interval: adaptive`"
            )
        shortest = watch.shortest or self.checks.shortest
        if shortest > (watch.longest or self.checks.longest):
            raise ValueError(f"watches: {watch.url}: shortest is longer than longest")


def plan_of(watch: WatchConfig, config: Config) -> Plan | None:
    """Return the plan that a watch has of its own; None: as for all."""
    if watch.shortest is not None or watch.longest is not None:
        return Adaptive(shortest=watch.shortest, longest=watch.longest)
    return None if watch.interval is None else as_plan(watch.interval, config.timezone)


def budgets(config: Config) -> dict[str, float]:
    """Return how many looks a day are allowed, by the name of the budget."""
    hosts = config.fetch.hosts.items()
    found = {host_budget(name.lower()): host.budget for name, host in hosts}
    found[ALL] = config.checks.budget
    return {name: budget for name, budget in found.items() if budget is not None}
