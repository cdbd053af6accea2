"""config.yaml and the environment -> a frozen Config. Nobody else reads either."""

from monitor.config.access import ClientCertConfig
from monitor.config.foreign import foreign_documents
from monitor.config.loading import environment, load, parse, schema
from monitor.config.plans import as_plan, plan_from
from monitor.config.settings import (
    Config,
    EmailChannel,
    HostConfig,
    LogFormat,
    Security,
    SiteConfig,
    WatchConfig,
    WebhookChannel,
    budgets,
    plan_of,
)
from monitor.config.types import duration
from monitor.config.web import WebConfig, listen_address

__all__ = [
    "ClientCertConfig",
    "Config",
    "EmailChannel",
    "HostConfig",
    "LogFormat",
    "Security",
    "SiteConfig",
    "WatchConfig",
    "WebConfig",
    "WebhookChannel",
    "as_plan",
    "budgets",
    "duration",
    "environment",
    "foreign_documents",
    "listen_address",
    "load",
    "parse",
    "plan_from",
    "plan_of",
    "schema",
]
