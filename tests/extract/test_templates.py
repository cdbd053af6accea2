"""Pages as the usual systems build them, read without having been tuned for."""

from __future__ import annotations

import pytest

from monitor.model import ASIDE_KINDS
from tests.extract.pages import read
from tests.extract.templates import TEMPLATES, Template


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_an_article_is_read_from_the_pages_of_a_usual_system(template: Template) -> None:
    article = read(template.html.encode())
    running = [block.text for block in article.blocks if block.kind not in ASIDE_KINDS]
    assert running == list(template.texts)
    assert article.headline == template.headline
    assert article.authors == template.authors
    assert article.published is not None
    assert article.published.at.date().isoformat() == template.day
