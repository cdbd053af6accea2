"""The report as a page and as the HTML part of a mail: self-contained, nothing is loaded."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.model import Because
from monitor.report.rows import stretches
from monitor.report.story import Story, edit_title, said, verdict
from monitor.report.words import plain, web_link

_environment = Environment(
    loader=PackageLoader("monitor.report", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(plain=plain, link=web_link, title_of=edit_title, said=said)


def page(story: Story) -> str:
    """Return the report as an HTML page that stands alone, for reading, printing and sending."""
    return _render("page.html", story)


def mail_html(story: Story) -> str:
    """Return the HTML part of the mail about a story."""
    return _render("mail.html", story)


def life(stories: tuple[Story, ...]) -> str:
    """Return the whole life of an article, change by change, oldest first, as an HTML page."""
    template = _environment.get_template("life.html")
    chapters = [(story, verdict(story), _stretches(story)) for story in stories]
    return template.render(story=stories[-1], verdict="", chapters=chapters)


def _render(name: str, story: Story) -> str:
    template = _environment.get_template(name)
    return template.render(story=story, verdict=verdict(story), stretches=_stretches(story))


def _stretches(story: Story) -> object:
    if not (story.change and story.old and story.new):
        return ()
    return stretches(story.change, story.old, story.new)


def because(reason: Because) -> str:
    """Return a reason with its weight."""
    return f"{reason.text} (+{reason.weight:.2f})"


_environment.filters["because"] = because
