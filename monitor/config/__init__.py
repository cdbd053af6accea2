"""config.yaml and the environment -> a frozen Config. Nobody else reads either."""

from monitor.config.access import ClientCertConfig
from monitor.config.loading import environment, load, parse, schema
from monitor.config.settings import (
    Config,
    EmailChannel,
    HostConfig,
    LogFormat,
    Security,
    SiteConfig,
    WatchConfig,
    WebhookChannel,
)
from monitor.config.types import duration

__all__ = [
    "ClientCertConfig",
    "Config",
    "EmailChannel",
    "HostConfig",
    "LogFormat",
    "Security",
    "SiteConfig",
    "WatchConfig",
    "WebhookChannel",
    "duration",
    "environment",
    "load",
    "parse",
    "schema",
]
