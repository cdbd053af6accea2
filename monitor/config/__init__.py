"""config.yaml and the environment -> a frozen Config. Nobody else reads either."""

from monitor.config.foreign import foreign_documents
from monitor.config.loading import environment, load, parse, schema
from monitor.config.settings import (
    Config,
    EmailChannel,
    LogFormat,
    Security,
    SiteConfig,
    WatchConfig,
    WebhookChannel,
)
from monitor.config.types import duration

__all__ = [
    "Config",
    "EmailChannel",
    "LogFormat",
    "Security",
    "SiteConfig",
    "WatchConfig",
    "WebhookChannel",
    "duration",
    "environment",
    "foreign_documents",
    "load",
    "parse",
    "schema",
]
