"""PURE: a Change (or an event) as HTML, e-mail, terminal, Markdown, JSON, CSV, patch and picture.

One model (`Story`), worked out once (`view`), many renderers. The rule of the room: what a page
says passes through `words.clean`, and is escaped for the place that it goes to.

`monitor.report.picture` is not imported here: only those who want a picture pay for its library.
"""

from monitor.report.data import as_json, life_json
from monitor.report.html import page
from monitor.report.life import life
from monitor.report.mail import message
from monitor.report.markdown import life_markdown, markdown
from monitor.report.phrases import verdict
from monitor.report.story import Story
from monitor.report.table import life_csv
from monitor.report.terminal import life_terminal, terminal
from monitor.report.texts import article_text, patch
from monitor.report.tried import REASONS, article_fields, tried

__all__ = [
    "REASONS",
    "Story",
    "article_fields",
    "article_text",
    "as_json",
    "life",
    "life_csv",
    "life_json",
    "life_markdown",
    "life_terminal",
    "markdown",
    "message",
    "page",
    "patch",
    "terminal",
    "tried",
    "verdict",
]
