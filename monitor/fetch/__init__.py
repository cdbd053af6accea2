"""The only door to the network: the gate, hosts with their pace and their robots.txt, decoding.

The rule: everything that the network can do is a value (Capture, NotModified, Failure), and no
connection is made to an address that the gate has not judged.
"""

from monitor.fetch.access import Access, Proxy, is_same_server
from monitor.fetch.browser import BrowserFetcher
from monitor.fetch.gate import Gate, Refused
from monitor.fetch.rendering import BrowserSettings, check_browser
from monitor.fetch.settings import ClientCert, FetchSettings, HostSettings
from monitor.fetch.web import WebFetcher

__all__ = [
    "Access",
    "BrowserFetcher",
    "BrowserSettings",
    "ClientCert",
    "FetchSettings",
    "Gate",
    "HostSettings",
    "Proxy",
    "Refused",
    "WebFetcher",
    "check_browser",
    "is_same_server",
]
