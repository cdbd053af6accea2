"""PURE: the bytes of a page in, its Article out, or the Failure that says why there is none.

The rule of the room: no input raises, nothing is remembered from page to page, and every
rule is about how pages are built, never about one site. The way of a page: `decoding` (bytes to
text), `tree` (text to a tree, within bounds), `metadata` (what the page states about itself),
`find` (the element that holds the article), `live` (the entries of a live blog in it), `prune`
(what inside it is furniture), `soup` and `read` (its blocks), `furniture` (which of those are not
the article's), `assemble` (the Article), `walls` (what is not an article at all). `site_rules` is
what a person said of a site instead; `explain` gives the reasons for it all, `trace` remembers
them, and `propose` makes a site rule of them.
"""

from monitor.extract.assemble import EXTRACTOR_VERSION, extract
from monitor.extract.explain import explain
from monitor.extract.site_rules import Sites, holding, rules_for

__all__ = ["EXTRACTOR_VERSION", "Sites", "explain", "extract", "holding", "rules_for"]
