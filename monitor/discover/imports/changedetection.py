"""The watch list of changedetection.io: its backup, its `url-watches.json` of old, a watch's own
`watch.json`, or what its API answers.

Until schema 25 all watches stand in `url-watches.json`; since then each has a folder with a
`watch.json`, each group one with a `tag.json`, and `changedetection.json` holds the settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.discover.imports.archives import files_in
from monitor.discover.imports.collecting import Collector
from monitor.model import Imported

Settings = Mapping[str, Any]

_FILE = re.compile(
    r"(?:\w[\w.-]{0,99}/)?(?:url-watches|changedetection)\.json"
    r"|(?:\w[\w.-]{0,99}/){1,2}(?:watch|tag)\.json"
)
_MOST_JSON = 30_000_000
_MOST_BRACKETS = 1_000_000
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
_MOST_DIGITS = 8
_ITSELF = "the article is told from its page without it"
_ALL = "every edit of the article counts; nothing else does"
_ALERTS = "channels are set in config.yaml"
_REQUESTS = "how pages are fetched is set in config.yaml"
_BROWSER = "how pages are fetched is set in config.yaml, and no steps are repeated"
_LEFT = {
    "include_filters": ("selectors of what to watch", _ITSELF),
    "css_filter": ("a selector of what to watch", _ITSELF),
    "xpath_filter": ("an XPath of what to watch", _ITSELF),
    "subtractive_selectors": ("selectors of what to leave out", _ITSELF),
    "ignore_text": ("texts to ignore", _ITSELF),
    "extract_text": ("patterns of what to watch", _ITSELF),
    "extract_lines_containing": ("words of lines to watch", _ITSELF),
    "trigger_text": ("texts that must be there", _ALL),
    "text_should_not_be_present": ("texts that must not be there", _ALL),
    "conditions": ("conditions", _ALL),
    "check_unique_lines": ("only lines that are new", _ALL),
    "remove_duplicate_lines": ("lines without repetitions", _ALL),
    "sort_text_alphabetically": ("lines in alphabetical order", _ALL),
    "llm_intent": ("a description of what matters", _ALL),
    "llm_change_summary": ("a prompt for summaries", "reports are written without a model"),
    "notification_urls": ("notifications", _ALERTS),
    "notification_title": ("a title of notifications", _ALERTS),
    "notification_body": ("a text of notifications", _ALERTS),
    "notification_muted": ("muted notifications", _ALERTS),
    "notification_screenshot": ("screenshots in notifications", _ALERTS),
    "headers": ("headers of requests", _REQUESTS),
    "body": ("a body of requests", _REQUESTS),
    "proxy": ("a proxy", _REQUESTS),
    "browser_steps": ("steps in a browser", _BROWSER),
    "webdriver_js_execute_code": ("a script for the page", _BROWSER),
    "webdriver_delay": ("a wait for the page's scripts", _BROWSER),
    "link_to_open": ("another address for people", "a watch has one address"),
}
_NOT_ARTICLES = {"restock_diff": "it watches a price or a stock, not an article"}
_OF_ALL = {
    "notification_urls": ("notifications of all watches", _ALERTS),
    "global_ignore_text": ("texts that all watches ignore", _ITSELF),
    "global_subtractive_selectors": ("selectors that all watches leave out", _ITSELF),
}


def read_backup(data: bytes) -> Imported | None:
    """Return what a backup holds, or None where it is none. Raises NoArchive."""
    files = files_in(data, lambda name: bool(_FILE.fullmatch(name)))
    parsed = {name: parse(content) for name, content in files.items()}
    broken = [name for name, content in parsed.items() if not isinstance(content, dict)]
    found = [content for content in parsed.values() if isinstance(content, dict)]
    whole = [one for one in found if "watching" in one or "settings" in one]
    watches = [one for name, one in parsed.items() if name.endswith("/watch.json")]
    tags = {
        str(one.get("uuid")): one
        for name, one in parsed.items()
        if name.endswith("/tag.json") and isinstance(one, dict)
    }
    if not files:
        return None
    listed = [watch for one in whole for watch in _dict(one.get("watching")).values()]
    return _imported([*listed, *watches], whole[-1] if whole else {}, tags, broken)


def read_json(data: Any) -> Imported | None:
    """Return what parsed JSON lists: a whole store, one watch, or an answer of the API."""
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("watching"), dict):
        return _imported(list(data["watching"].values()), data, {}, [])
    if isinstance(data.get("url"), str):
        return _imported([data], {}, {}, [])
    answers = [one for one in data.values() if isinstance(one, dict) and "url" in one]
    return _imported(answers, {}, {}, []) if answers else None


def parse(content: bytes) -> Any:
    """Return the value of a JSON text, or None where it is none or too large."""
    brackets = content.count(b"[") + content.count(b"{")
    if len(content) > _MOST_JSON or brackets > _MOST_BRACKETS:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _imported(
    watches: list[Any], whole: Settings, tags: Mapping[str, Any], broken: list[str]
) -> Imported:
    found = Collector("changedetection.io")
    settings = _dict(whole.get("settings"))
    application = _dict(settings.get("application"))
    groups = {**_dict(application.get("tags")), **tags}
    names = {key: str(group["title"]) for key, group in groups.items() if _dict(group).get("title")}
    for watch in watches:
        if isinstance(watch, dict):
            _take(watch, names, bool(application.get("all_paused")), found)
    for key, name in names.items():
        for what, why in _left(groups[key]):
            found.leave(f"the group {name}: {what}", why)
    for name in broken:
        found.leave(name, "is no JSON")
    for key, (what, why) in _OF_ALL.items():
        if application.get(key):
            found.leave(what, why)
    common = _span(_dict(settings.get("requests")).get("time_between_check"))
    if common:
        found.leave(f"the interval of all watches ({common})", "articles are looked at as they age")
    if watches:
        found.leave("the history of its watches", "it holds texts, not the pages they were read of")
    return found.imported()


def _take(watch: dict[str, Any], names: Mapping[str, str], paused: bool, found: Collector) -> None:
    url, name = watch.get("url"), watch.get("title") or watch.get("page_title")
    if why := _NOT_ARTICLES.get(str(watch.get("processor"))):
        found.leave(str(name or url), why)
        return
    address = found.watch(
        url,
        name,
        interval=_own_interval(watch),
        paused=paused or watch.get("paused") is True,
        tags=_tags(watch, names),
    )
    for what, why in _left(watch) if address else ():
        found.leave(f"{address}: {what}", why)


def _left(watch: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, (what, why) in _LEFT.items():
        if value := watch.get(key):
            yield f"{what}{_shown(key, value)}", why
    if str(watch.get("method") or "GET").upper() != "GET":
        yield "another method than GET", _REQUESTS
    if str(watch.get("fetch_backend") or "system") not in ("system", "html_requests"):
        yield "a browser", _BROWSER
    if str(watch.get("processor") or "text_json_diff") != "text_json_diff":
        yield f"the processor {watch['processor']}", _ITSELF
    if _dict(watch.get("time_schedule_limit")).get("enabled"):
        yield "hours in which it is looked at", "articles are looked at around the clock"
    kinds = ("added", "removed", "replaced")
    if any(watch.get(f"filter_text_{kind}") is False for kind in kinds):
        yield "only some kinds of edits", _ALL


def _shown(key: str, value: Any) -> str:
    """Return what may be shown of a setting: no value that may be a secret."""
    if key == "headers" and isinstance(value, dict):
        return f" ({', '.join(sorted(map(str, value)))})"
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, str)]
        return f" ({', '.join(texts)})" if _LEFT[key][1] is _ITSELF and texts else ""
    return f" ({value})" if _LEFT[key][1] is _ITSELF and isinstance(value, str) else ""


def _tags(watch: dict[str, Any], names: Mapping[str, str]) -> list[str]:
    ids = watch.get("tags")
    of_old = watch.get("tag")
    listed = map(str, ids) if isinstance(ids, list | dict) else ()
    named = [names[one] for one in listed if one in names]
    return named or (of_old.split(",") if isinstance(of_old, str) else [])


def _own_interval(watch: dict[str, Any]) -> timedelta | None:
    if watch.get("time_between_check_use_default") is True:
        return None
    minutes = watch.get("minutes_between_check")  # until schema 1
    return _span(watch.get("time_between_check")) or _span({"minutes": minutes})


def _span(parts: object) -> timedelta | None:
    """Return the time that `{"hours": 3, "minutes": None}` means, or None where it is none."""
    total = timedelta()
    for unit in _UNITS:
        text = str(_dict(parts).get(unit) or 0).strip()
        if not text.isdecimal() or len(text) > _MOST_DIGITS:
            return None
        total += timedelta(**{unit: int(text)})
    return total or None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
