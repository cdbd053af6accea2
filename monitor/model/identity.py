"""One key for all addresses of one article, and which site an address belongs to.

What a key leaves out must never be what tells two articles apart: a parameter is left out only
where its name, or its name with its value, can be nothing but a trace of how a reader came.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

import idna

_DOORS = frozenset({"www", "m", "mobile", "amp", "wap"})
"""Labels of hosts behind which stands the same site in another dress."""
_SECOND_LEVELS = frozenset({
    "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "mil", "ne", "net", "nom", "or",
    "org",
})  # fmt: skip
"""What registries of countries sell names below: `co.uk`, `com.br`, `or.jp`."""
_HOSTERS = frozenset({
    "azurewebsites.net", "beehiiv.com", "blogspot.com", "cloudfront.net", "firebaseapp.com",
    "fly.dev", "ghost.io", "github.io", "gitlab.io", "hatenablog.com", "herokuapp.com",
    "livejournal.com", "medium.com", "netlify.app", "onrender.com", "pages.dev", "substack.com",
    "tumblr.com", "typepad.com", "vercel.app", "web.app", "weebly.com", "wixsite.com",
    "wordpress.com", "workers.dev",
})  # fmt: skip
"""Names below which each label is another customer's site."""
_AMP_CACHES = ("cdn.ampproject.org", "bing-amp.com")
_CACHED = re.compile(r"/(?:[civ]|wp)/(?:s/)?(?=[^/]+\.)", re.I)
_GOOGLE_AMP = re.compile(r"/amp/(?:s/)?(?=[^/]+\.)", re.I)
_GOOGLE = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}")
_INDEX = re.compile(r"(?:index|default)\.(?:x?html?|shtml|php\d?|aspx?|jspx?|cfm)", re.I)
_AMP_FILE = re.compile(r"(?<=[^.])\.amp(?=$|\.html?$)", re.I)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[\w.!-]*", re.I)
_SCRIPT = re.compile(r"/[^/]*\.(?:php\d?|aspx?|jspx?|cfm|cgi|do|pl|dll)", re.I)
_ESCAPE = re.compile("%(?:[0-9A-Fa-f]{2})?")
_IN_PATH = "!$&'()*+,/:;=@~"
_IN_QUERY = "!$'()*,/:;@?~"
_PREFIXES = (
    "utm_", "at_", "wt_", "wt.", "amp_", "mtm_", "piwik_", "matomo_", "hsa_", "_hs", "vero_",
    "oly_", "itm_", "guce_", "pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium",
    "pk_content", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",
)  # fmt: skip
_TRACES = frozenset({
    "__s", "__source", "__tn__", "__twitter_impression", "_branch_match_id", "_ga", "_gl", "cm_mmc",
    "cmpid", "cndid", "dclid", "dicbo", "ef_id", "emc", "epik", "fbclid", "ftag", "ftcamp",
    "gad_source", "gbraid", "gclid", "gclsrc", "guccounter", "icid", "igsh", "igshid", "intcid",
    "intcmp", "ito", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ncid", "ocid",
    "phpsessid", "ref_src", "ref_url", "s_cid", "s_kwcid", "smid", "smtyp", "soc_src", "soc_trk",
    "spref", "sr_share", "srnd", "tblci", "tpcc", "ttclid", "twclid", "usqp", "wbraid", "wprov",
    "wtmc", "xtcr", "xtor", "xtref", "yclid",
})  # fmt: skip
"""Parameters that say how a reader came, whatever their value."""
_WAYS = frozenset({
    "campaign", "cmp", "from", "mbid", "medium", "partner", "ref", "referer", "referrer", "share",
    "source", "src", "via",
})  # fmt: skip
"""Parameters that say how a reader came where their value is made of `_CHANNELS`."""
_CHANNELS = frozenset({
    "alert", "android", "androidapp", "app", "article", "atom", "bluesky", "bottom", "breaking",
    "btn", "button", "copy", "copylink", "daily", "desktop", "editorial", "email", "facebook", "fb",
    "feed", "feedly", "flipboard", "footer", "front", "frontpage", "google", "googlenews", "header",
    "home", "homepage", "hp", "in", "inline", "instagram", "ios", "iosapp", "item", "lead", "link",
    "linkedin", "list", "mail", "mastodon", "menu", "messenger", "mobile", "most", "mostread",
    "nav", "news", "newsletter", "nl", "notification", "other", "page", "paid", "pocket", "popular",
    "post", "promo", "push", "read", "recommended", "reddit", "related", "rss", "search", "share",
    "shared", "sharing", "sidebar", "site", "smartnews", "sms", "social", "t.co", "tag", "teaser",
    "telegram", "threads", "tiktok", "top", "trending", "tw", "twitter", "viber", "video", "vk",
    "wa", "web", "whatsapp", "widget", "x", "xing", "youtube",
})  # fmt: skip
_AMP_FLAGS = frozenset({"", "1", "true", "yes", "on", "amp"})
_OUTPUTS = frozenset({
    "format", "layout", "mode", "output", "outputtype", "template", "view",
})  # fmt: skip


def address_key(url: str) -> str:
    """Return one key for all the addresses that `url` may have, and for no other article's.

    Left out: the scheme, labels of mobile and AMP hosts, default ports, a trailing slash, the name
    of an index file, what asks for AMP, parameters that only say how a reader came, their order,
    and the fragment (unless a script reads it: `#!`). An address in an AMP cache is the one that
    it was made of. What is no http(s) address is its own key.
    """
    text = url.strip()
    parts = _split(text)
    if parts is None:
        return text
    parts = _uncached(parts)
    path = _path(parts.path)
    bare = not path or _SCRIPT.fullmatch(path[path.rindex("/") :]) is not None
    query = _query(parts.query, bare=bare)
    fragment = f"#{_quoted(parts.fragment, _IN_PATH)}" if parts.fragment.startswith("!") else ""
    return f"{_host(parts)}{path or '/'}{query and '?'}{query}{fragment}"


def site_of(url: str) -> str:
    """Return the name under which the site at `url` is registered, or "" where there is none.

    `example.co.uk` for `https://news.example.co.uk/x`; guessed by rules, without a list of all
    registries, so fit to tell "the same site" by and nothing more.
    """
    parts = _split(url.strip())
    return _registered(_name(parts)) if parts is not None else ""


def _split(text: str) -> SplitResult | None:
    """Return the parts of an http(s) address, or None where it is none."""
    try:
        parts = urlsplit(f"http:{text}" if text.startswith("//") else text)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _uncached(parts: SplitResult) -> SplitResult:
    """Return the address of which an AMP cache or viewer holds a copy, or `parts`."""
    host = (parts.hostname or "").rstrip(".")
    cache = any(host == name or host.endswith(f".{name}") for name in _AMP_CACHES)
    pattern = _CACHED if cache else _GOOGLE_AMP if _GOOGLE.fullmatch(host) else None
    match = pattern.match(parts.path) if pattern else None
    if match is None:
        return parts
    rest = parts._replace(scheme="", netloc="", path=parts.path[match.end() :]).geturl()
    return _split(f"http://{rest.lstrip('/')}") or parts


def _host(parts: SplitResult) -> str:
    name = _name(parts)
    registered = _registered(name)
    below = name.removesuffix(registered).split(".")
    kept = [label for label in below if label and label not in _DOORS]
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    return ".".join([*kept, registered]) + port


def _name(parts: SplitResult) -> str:
    """Return the host in its one spelling, in ASCII where it can be."""
    name = unicodedata.normalize("NFKC", parts.hostname or "").lower()
    name = re.sub("[\u3002\uff0e\uff61]", ".", name).rstrip(".")
    if ":" in name:
        return f"[{name}]"
    try:
        return name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return name


def _registered(name: str) -> str:
    labels = name.split(".")
    if labels[-1].isdecimal() or len(labels) < 3:
        return name
    country = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    hoster = ".".join(labels[-2:]) in _HOSTERS and labels[-3] != "www"
    return ".".join(labels[-3:] if country or hoster else labels[-2:])


def _path(path: str) -> str:
    """Return a path in its one spelling, without what asks for AMP; "" for the root."""
    segments: list[str] = []
    for segment in _quoted(_SESSION.sub("", path), _IN_PATH).split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    return "".join(f"/{segment}" for segment in _without_amp(segments))


def _without_amp(segments: list[str]) -> list[str]:
    """Return `segments` without an index file and without what asks for AMP."""
    start, end = 0, len(segments)
    while end - start > 1 and segments[start].lower() == "amp":
        start += 1
    while end > start and _is_door(segments[end - 1], only=end - start == 1):
        end -= 1
    kept = segments[start:end]
    return [*kept[:-1], _AMP_FILE.sub("", kept[-1])] if kept else kept


def _is_door(last: str, *, only: bool) -> bool:
    return _INDEX.fullmatch(last) is not None or (last.lower() == "amp" and not only)


def _query(query: str, *, bare: bool) -> str:
    """Return the parameters that may name an article, in order. `bare`: the path names none."""
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    decoded = [(_decoded(name), sign, _decoded(value)) for name, sign, value in pairs]
    may_name = [pair for pair in decoded if not _is_trace(pair[0].lower(), pair[2].lower())]
    named = [pair for pair in may_name if not _is_way(pair[0].lower(), pair[2].lower())]
    kept = may_name if bare and not named else named
    return "&".join(sorted(f"{_plain(name)}{sign}{_plain(value)}" for name, sign, value in kept))


def _is_trace(name: str, value: str) -> bool:
    if name in _OUTPUTS:
        return value == "amp"
    asks_for_amp = name == "amp" and value in _AMP_FLAGS
    return asks_for_amp or name in _TRACES or name.startswith(_PREFIXES)


def _is_way(name: str, value: str) -> bool:
    parts = re.split(r"[-_. ]", value)
    return name in _WAYS and (value in _CHANNELS or all(part in _CHANNELS for part in parts))


def _decoded(text: str) -> str:
    """Return a part of a query as text; what is not UTF-8 stays to be told apart."""
    return unquote_to_bytes(_utf8(text.replace("+", " "))).decode("utf-8", "surrogateescape")


def _plain(text: str) -> str:
    return quote(text.encode("utf-8", "surrogateescape"), safe=_IN_QUERY)


def _quoted(text: str, safe: str) -> str:
    """Return `text` with every character that must be escaped, and no other, escaped."""
    return quote(_utf8(_ESCAPE.sub(_unescaped, text)), safe=f"{safe}%")


def _unescaped(match: re.Match[str]) -> str:
    if match[0] == "%":
        return "%25"
    character = chr(int(match[0][1:], 16))
    plain = character.isascii() and (character.isalnum() or character in "-._~!$&'()*+,:;=@")
    return character if plain else match[0].upper()


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
