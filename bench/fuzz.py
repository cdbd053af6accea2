"""Fuzz the extractor, guided by coverage, within bounds: `make fuzz SECONDS=300`.

    python -m bench.fuzz FOLDER [libFuzzer's options]

FOLDER keeps the inputs that reached something new, and begins with pages that hold one of each
thing that the extractor knows. Whatever the bytes are, the answer must be an Article or a Failure,
within the time and memory that are given; anything else ends the run and keeps its input.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["monitor.extract", "monitor.model"]):
    from monitor.extract import extract
    from monitor.model import Article, Failure

_URL = "https://news.example/story"
_SEEDS = (
    b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A - B</title>'
    b'<meta property="og:title" content="A"><meta name="author" content="By C D">'
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","author":'
    b'[{"name":"C D"}],"datePublished":"2026-03-01T10:00:00Z","articleBody":"Text."}</script>'
    b'</head><body><nav><a href="/">Home</a></nav><article><h1>A</h1><time datetime="2026-03-01">'
    b"1 March</time><p>A sentence of the article, which is long enough to be one.<br><br>More of "
    b'it, with <a href="/x">a link</a> and <em>stress</em>.</p><h2>Under</h2><ul><li>One</li></ul>'
    b"<blockquote>Said.</blockquote><figure><img src=x><figcaption>Seen. C/D</figcaption></figure>"
    b'<table><tr><td>1</td></tr></table><div class="share">Share</div></article></body></html>',
    b'<html><body><div id=root></div><script id="__NUXT_DATA__">[["Reactive",1],{"body":2},[3],'
    b'{"type":4,"content":5},"text","A sentence of the article."]</script>'
    b'<script>self.__next_f.push([1,"1:T5,<p>ab2:{}"])</script>'
    b'<script>window.__S__ = JSON.parse("{\\"text\\":\\"words\\"}")</script></body></html>',
    b'<html><body><div class="entry"><time datetime="2026-03-01T10:00">10:00</time><p>First of the '
    b'entries.</p></div><div class="entry"><time datetime="2026-03-01T09:00">09:00</time><p>Second '
    b"of them.</p></div><p>Please enable JavaScript and cookies to continue</p></body></html>",
    "<html><body><p>\ufeff\u202eabc\x00</p></body></html>".encode("utf-16-le"),
)


def read(data: bytes) -> None:
    """Read a page of these bytes, twice: the second time after the first as its version before."""
    found = extract(data, url=_URL)
    assert isinstance(found, (Article, Failure)), found
    previous = found if isinstance(found, Article) else None
    again = extract(data, url=_URL, previous=previous)
    assert type(again) is type(found), (found, again)


def main(arguments: list[str]) -> None:
    """Fuzz until the time is over that libFuzzer is given."""
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_SEEDS):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup(arguments, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
