"""From the configuration to what each room wants to know of it."""

from __future__ import annotations

from dataclasses import replace

from monitor.cadence import CadenceSettings
from monitor.check import Policy, Reader
from monitor.config import Config, EmailChannel, SiteConfig, as_plan, plan_of
from monitor.core import SourceWish, Wish
from monitor.diff import Settings as DiffSettings
from monitor.extract import Sites
from monitor.fetch import Gate
from monitor.model import Scope, SiteRules
from monitor.notify import EmailSettings, Encryption


def wishes(config: Config) -> tuple[Wish, ...]:
    """Return the watches that the configuration declares."""
    return tuple(
        Wish(
            url=watch.url,
            name=watch.name,
            plan=plan_of(watch, config),
            channels=watch.channels,
            alert_on=watch.alert_on,
            paused=watch.paused,
        )
        for watch in config.watches
    )


def source_wishes(config: Config) -> tuple[SourceWish, ...]:
    """Return the sources that the configuration declares."""
    return tuple(
        SourceWish(
            url=source.url,
            name=source.name,
            kind=source.kind,
            scope=Scope(
                hosts=source.hosts,
                include=source.include,
                exclude=source.exclude,
                languages=source.languages,
                sections=source.sections,
            ),
            interval=source.interval,
            limit=source.limit,
            life=source.life,
            kinds=source.kinds,
            plan=None if source.looks is None else as_plan(source.looks, config.timezone),
            budget=source.budget,
            channels=source.channels,
            alert_on=source.alert_on,
            paused=source.paused,
        )
        for source in config.sources
    )


def reader_for(config: Config) -> Reader:
    """Return a reader, which is to be closed."""
    return Reader(
        limit=config.checks.extraction_timeout,
        workers=config.checks.workers,
        diff=diff_settings(config),
        sites=sites(config),
    )


def diff_settings(config: Config) -> DiffSettings:
    """Return what counts as an edit, and as a material one."""
    return replace(
        DiffSettings(),
        material=config.alerts.material_threshold,
        unworded=config.checks.unworded,
    )


def sites(config: Config) -> Sites:
    """Return the rules of all sites that the configuration has rules for."""
    return {host.lower(): _rules(listed) for host, listed in config.sites.items()}


def watch_rules(config: Config, gate: Gate) -> Sites:
    """Return the rules of single watches, by their address. Raises BadAddress."""
    return {gate.check_url(one.url): _rules(one.rules) for one in config.watches if one.rules}


def _rules(listed: tuple[SiteConfig, ...]) -> tuple[SiteRules, ...]:
    return tuple(
        SiteRules(
            article=one.article,
            remove=one.remove,
            fields=tuple(sorted(one.fields.items())),
            until=one.until,
        )
        for one in listed
    )


def cadence(config: Config) -> CadenceSettings:
    """Return when articles are looked at."""
    checks = config.checks
    return CadenceSettings(
        plan=as_plan(checks.interval, config.timezone),
        shortest=checks.shortest,
        longest=checks.longest,
        jitter=checks.jitter,
        gone_looks=checks.gone.looks,
        gone_over=checks.gone.over,
    )


def policy(config: Config) -> Policy:
    """Return what is told, and when."""
    checks = config.checks
    return Policy(
        cadence=cadence(config),
        diff=diff_settings(config),
        failing_after=checks.failing_after,
        blocked_after=checks.blocked_after,
        full_fetch_every=checks.full_fetch_every,
        site_articles=checks.site_wide.articles,
        site_share=checks.site_wide.share,
        alert_on=frozenset(config.alerts.on),
        channels=tuple(config.channels),
        min_significance=config.alerts.min_significance,
    )


def email_settings(channel: EmailChannel) -> EmailSettings:
    """Return how a channel's mails are sent."""
    return EmailSettings(
        host=channel.host,
        port=channel.port,
        sender=channel.sender,
        to=channel.to,
        encryption=Encryption(channel.security),
        username=channel.username,
        password=channel.password.get_secret_value() if channel.password else None,
        timeout=channel.timeout,
        ca_file=channel.ca_file,
    )
