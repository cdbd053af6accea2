"""Propose a site rule for a page that was read by judgement: selectors that are likely to last.

A name that says what an element is for outlives the next article and the next build of a site; one
that is made up does not. So ids and classes with digits in them, or that read like none of the
words people give, are never proposed, and a selector counts only if it finds just what it should.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, islice

from lxml.etree import _Element

from monitor.extract.site_rules import select
from monitor.extract.vocabulary import BODY, says_furniture, spread
from monitor.model import SiteRules

_TAG = re.compile(r"^[a-z][a-z0-9-]*$")
_NAME = re.compile(r"^[A-Za-z][A-Za-z_-]{3,}$")
_PASSING = re.compile(r"^(?:css|sc|jsx|svelte|emotion|is|has|js|no)[-_]", re.I)
"""Openings of names that are made up by a tool, or tell a state that comes and goes."""
_LAYOUT = re.compile(
    r"^(?:(?:rows?|container|wrap(?:per)?|inner|outer|grid|flex|block|inline|relative|absolute|sticky|"
    r"fixed|clearfix|columns?|left|right|cent(?:er|re)|section|module|full|box)(?:-|$)|"
    r"(?:[mp][xytblr]?|bg|text|font|col|d|u|w|h|lg|md|sm|hidden|hide|show|visible|visually|sr)-|"
    r"hidden$)",
    re.I,
)
"""Names that say where or how an element is shown, and not what it is."""
_SUBJECT = re.compile(r"^(?:category|tag|topic|section|author|theme)-", re.I)
"""Openings of names that an article's element has from what it is about."""
_ARTICLE = re.compile(r"article|artikel|story|post|entry|news|blog|content|body|text", re.I)
"""What names of an article's element have in them as a rule."""
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_VOWEL = re.compile(r"[aeiouy]", re.I)
_ALONE = frozenset({"article", "main"})
"""Tags that say enough by themselves."""
_CLASSES = 4
_LEVELS = 4
_TRIES = 120
_MOST = 12
"""Selectors of furniture that are proposed."""
_PLAIN = re.compile(r"^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$")


def propose(
    elements: list[_Element],
    article: int,
    kept: Iterable[int],
    furniture: Iterable[int],
    rules: SiteRules | None = None,
) -> SiteRules | None:
    """Return `rules` with a selector for the article's element, and some for furniture inside it.

    `elements` are those of the page in its order, before anything was taken out; the others are
    their numbers, from 1: of the article's element, of those that hold blocks that were kept, and
    of those that were dropped for their tags or names. None where no selector is likely to last.
    """
    body, chosen = elements[0], elements[article - 1]
    tries = islice(_selectors(chosen), _TRIES)
    css = next((one for one in tries if select(body, one) == [chosen]), None)
    if css is None:
        return None
    text = _with_ancestors(elements[number - 1] for number in kept)
    boxes = [elements[number - 1] for number in sorted(set(furniture))]
    found = _removable(body, chosen, [box for box in boxes if box not in text])
    rules = rules or SiteRules()
    return replace(
        rules,
        article=(css, *rules.article),
        remove=tuple(dict.fromkeys((*rules.remove, *found))),
    )


def snippet(host: str, rules: SiteRules) -> str:
    """Return rules as they are written in `config.yaml`."""
    lines = ["sites:", f"  {host if _PLAIN.match(host) else _quoted(host)}:"]
    lines.append(f"    - article: [{', '.join(map(_quoted, rules.article))}]")
    if rules.remove:
        lines.append("      remove:")
        lines += [f"        - {_quoted(css)}" for css in rules.remove]
    if rules.fields:
        lines.append("      fields:")
        lines += [f"        {name}: {_quoted(where)}" for name, where in rules.fields]
    if rules.until:
        lines.append(f'      until: "{rules.until.isoformat()}"')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def is_lasting(name: str) -> bool:
    """Tell whether an id or a class reads like a name that somebody gave."""
    if not _NAME.match(name) or _PASSING.match(name) or _LAYOUT.match(name):
        return False
    return not any(_is_random(part) for part in re.split("[-_]+", name))


def _is_random(part: str) -> bool:
    """Tell a part that no one would say: `kXyZpQ`, `bxqkz`."""
    if len(part) < 4:
        return False
    humps = _HUMP.findall(part)
    return (len(humps) > 1 and len(part) <= 3 * len(humps)) or not _VOWEL.search(part)


def _selectors(element: _Element) -> Iterator[str]:
    """Return selectors that may name `element` alone, the ones that say most first."""
    own = list(_own(element))
    yield from own
    path = str(element.tag)
    for above in islice(element.iterancestors(), _LEVELS):
        if above.tag == "body":
            return
        for anchor in _own(above):
            yield from (f"{anchor} {css}" for css in own)
            yield f"{anchor} > {path}"
        path = f"{above.tag} > {path}"


def _own(element: _Element) -> Iterator[str]:
    tag = str(element.tag)
    if not _TAG.match(tag):
        return
    if "articleBody" in (element.get("itemprop") or "").split():
        yield f'{tag}[itemprop~="articleBody"]'
    names = [css for css in _named(element) if not _SUBJECT.match(css[1:])]
    names.sort(key=lambda css: (css[0] != "#", BODY.search(spread(css[1:])) is None))
    telling = [css for css in names if css[0] == "#" or _ARTICLE.search(css)]
    yield from (f"{tag}{css}" for css in telling)
    if tag in _ALONE:
        yield tag
    yield from (f"{tag}{css}" for css in names if css not in telling)
    yield from (f"{tag}{one}{other}" for one, other in combinations(names, 2))


def _named(element: _Element) -> list[str]:
    """Return the lasting names of an element: `#id`, `.class`."""
    identity = element.get("id") or ""
    classes = [one for one in (element.get("class") or "").split() if is_lasting(one)]
    return [*([f"#{identity}"] if is_lasting(identity) else []), *(f".{c}" for c in classes)][
        :_CLASSES
    ]


def _removable(body: _Element, chosen: _Element, boxes: list[_Element]) -> list[str]:
    """Return selectors that find boxes inside the article, and nothing else of it or around it."""
    held = {*chosen.iter(), *chosen.iterancestors()}
    fair = {one for box in boxes for one in box.iter()}
    found: list[str] = []
    gone: set[_Element] = set()
    for box in boxes:
        if box in gone or len(found) == _MOST:
            continue
        for css in _furniture_names(box):
            matches = select(body, css)
            if all(one in fair for one in matches if one in held):
                found.append(css)
                gone.update(matches)
                break
    return found


def _furniture_names(box: _Element) -> Iterator[str]:
    """Return the names of a box by which alone it is furniture on any page."""
    tag = str(box.tag)
    if not _TAG.match(tag):
        return
    yield from (f"{tag}{css}" for css in _named(box) if says_furniture(css[1:]))


def _with_ancestors(elements: Iterable[_Element]) -> set[_Element]:
    return {one for element in elements for one in (element, *element.iterancestors())}
