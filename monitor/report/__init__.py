"""PURE: a Change (or an event) as HTML, e-mail, terminal, Markdown, JSON and patch.

One model (`Story`), many renderers. Text from pages is escaped for each place it goes to.
"""

from monitor.report.data import as_json
from monitor.report.html import life, page
from monitor.report.mail import message
from monitor.report.story import Story, verdict
from monitor.report.text import article_text, markdown, patch, terminal

__all__ = [
    "Story",
    "article_text",
    "as_json",
    "life",
    "markdown",
    "message",
    "page",
    "patch",
    "terminal",
    "verdict",
]
