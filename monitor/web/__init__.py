"""Front door: the web. Its only paths so far are those that hubs of feeds call; all else is 404.

Its rule: whoever calls is a stranger. Nothing that is said here is believed, nothing is shown that
was not asked for by its unguessable name, and nobody can hold up the daemon, whose loop it shares.
"""

from monitor.web.serving import Server

__all__ = ["Server"]
