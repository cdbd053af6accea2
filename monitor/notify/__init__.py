"""Channels that carry messages to people and machines.

What the other side does is a value: Delivered, TryAgain or GiveUp. No error text carries a secret.
"""

from monitor.notify.email import EmailNotifier, EmailSettings, Encryption
from monitor.notify.webhook import Post, WebhookNotifier, WebhookSettings

__all__ = [
    "EmailNotifier",
    "EmailSettings",
    "Encryption",
    "Post",
    "WebhookNotifier",
    "WebhookSettings",
]
