"""Pages built to make a reader run for ever or eat all memory; run as a module, reads them all.

Prints as JSON what each page gave, and by how many bytes the memory grew at the most.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

from monitor.extract import extract
from monitor.model import Failure

URL = "https://courier.example/a"
LINE = b"Some text that is long enough to be a paragraph of an article. "
PULLED = b"<p>" + LINE + b"</p><aside class='quote'>Some text that is long enough to be</aside>"

GIANTS: dict[str, Callable[[], bytes]] = {
    "100,000 nested tags": lambda: b"<div>" * 100_000 + LINE,
    "tags nested up to the cap": lambda: b"<div>" * 19_000 + LINE,
    "inline tags nested": lambda: (b"<a><b><i><u><em>" * 240 + LINE) * 30,
    "10 MB of one line": lambda: b"<p>" + b"word and more, " * 700_000,
    "9 MB of one line": lambda: b"<p>" + b"a. " * 3_000_000,
    "9 MB of one word": lambda: b"<p>" + "Ж".encode() * 4_500_000,
    "9 MB of spaces": lambda: b"<p>" + b" " * 9_000_000 + LINE,
    "an attribute of 9 MB": lambda: b"<p title='" + b"y" * 9_000_000 + b"'>" + LINE,
    "many attributes": lambda: b"".join(b"<p a%d='%s'>" % (n, b"y" * 200) for n in range(39_000)),
    "a million class names": lambda: b"<div class='" + b" share-" * 10**6 + b"'><p>" + LINE,
    "19,000 paragraphs": lambda: (b"<p>" + LINE + b"</p>") * 19_000,
    "19,000 links": lambda: b"<p>" + b"<a href='/x'>text and more of it</a> " * 19_000,
    "13,000 rows": lambda: b"<table>" + b"<tr><td>one cell<td>another cell" * 13_000,
    "9,000 quotations": lambda: b"<article>" + PULLED * 9_000,
    "39,000 meta tags": lambda: b"<meta property='article:tag' content='abc'>" * 39_000,
    "19,000 headlines": lambda: b"<h1>A headline that says something</h1>" * 19_000,
    "15,000 headlines and a title of many parts": lambda: (
        b"<title>" + b"a | b " * 150 + b"</title><nav>" + b"<h1>x</h1>" * 15_000
    ),
    "3,000 ends of the document": lambda: b"<p>" + (b"</html><html><body><p>" + LINE) * 3_000,
    "13,000 captions in a line": lambda: b"<p>" + b"<em class='photo'>x</em><br>" * 13_000,
    "9,000 cards": lambda: b"<p>" + (b"<h3><a href='/x'>" + LINE + b"</a></h3><p>Short.") * 9_000,
    "2 million entities": lambda: b"<p>" + b"&amp;" * 2_000_000,
    "a million comments": lambda: b"<!--" * 1_000_000,
    "a title of 8 MB": lambda: b"<title>" + b"a | " * 2_000_000 + b"</title>" + LINE,
    "JSON nested": lambda: b"<script type='application/ld+json'>" + b"[" * 10**6,
    "much state": lambda: (
        b"<script id='__NEXT_DATA__'>[" + b'{"body":"xxxxxxxxxxxxxxxxxxxx"},' * 200_000 + b"{}]"
    ),
    "UTF-16 without a mark": lambda: ("<p>" + "Some text. " * 400_000).encode("utf-16-le"),
    "bytes of no encoding": lambda: b"<p>" + bytes(range(128, 256)) * 70_000,
    "cut in the middle of a tag": lambda: b"<p>" + LINE * 10 + b"<a href='/x",
}


def peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _said(data: bytes) -> str:
    found = extract(data, url=URL)
    return found.reason.value if isinstance(found, Failure) else "article"


if __name__ == "__main__":
    _said(b"<p>" + LINE * 20)
    before = peak()
    results = {name: _said(make()) for name, make in GIANTS.items()}
    json.dump({"results": results, "grown": peak() - before}, sys.stdout)
