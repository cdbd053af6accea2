"""Find articles: what feeds, sitemaps and section pages list, and what becomes of it.

`scout` is the shell, which polls sources. All else is pure, exported here for it and for the
worker in which strangers' bytes are read. Its rule: no input raises, every function is bounded in
time and memory whatever the bytes are, and nothing in them is fetched, expanded or run. A listing
holds addresses and hints; whether they are articles is found out by looking at them.
"""

from monitor.discover.feeds import read_feed
from monitor.discover.imports import read_import
from monitor.discover.reading import links_to_sources, read_listing
from monitor.discover.scope import in_scope
from monitor.discover.sections import read_section
from monitor.discover.sitemaps import read_sitemap, sitemaps_in

__all__ = [
    "in_scope",
    "links_to_sources",
    "read_feed",
    "read_import",
    "read_listing",
    "read_section",
    "read_sitemap",
    "sitemaps_in",
]
