"""The report as a page that stands alone: nothing is loaded, and it works without its script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from monitor.report.pieces import spaced
from monitor.report.rows import runs_backwards, shortened
from monitor.report.story import Story
from monitor.report.view import in_place, view


def page(story: Story) -> str:
    """Return the report as an HTML page that stands alone, for reading, printing and sending."""
    shown = view(story)
    found = in_place(story, shown)
    backwards = runs_backwards(row for stretch in found for row in stretch.rows)
    return render("page.html", view=shown, stretches=found, backwards=backwards)


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
    style, script = (_source(environment, name) for name in ("style.css", "script.js"))
    environment.filters.update(spaced=spaced)
    environment.globals.update(
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        shortened=shortened,
    )
    return environment


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    return source


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy under which our style and script work, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
