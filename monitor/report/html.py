"""The report as a page that stands alone: nothing is loaded, no script runs."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from monitor.report.rows import shortened
from monitor.report.story import Story
from monitor.report.view import in_place, view


def page(story: Story) -> str:
    """Return the report as an HTML page that stands alone, for reading, printing and sending."""
    shown = view(story)
    return render("page.html", view=shown, stretches=in_place(story, shown))


def render(template: str, **values: Any) -> str:
    """Return a template of this room filled in. All text is escaped where it is put."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Return the one environment, its templates compiled once."""
    environment = Environment(
        loader=PackageLoader("monitor.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    style = _style(environment)
    environment.globals.update(style=Markup(style), policy=_policy(style), shortened=shortened)
    return environment


def _style(environment: Environment) -> str:
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, "style.css")
    return source


def _policy(style: str) -> str:
    """Return a Content-Security-Policy under which our style sheet works and nothing else does."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
