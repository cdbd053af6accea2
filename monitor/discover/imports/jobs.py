"""The job lists of urlwatch and webchanges, and the configuration of diffengine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.discover.imports.collecting import Collector
from monitor.model import Imported

_ITSELF = "the article is told from its page without it"
_ALL = "every edit of the article counts; nothing else does"
_REQUESTS = "how pages are fetched is set in config.yaml"
_REPORTS = "reports have one form"
_LEFT = {
    "filter": ("filters", _ITSELF),
    "filters": ("filters", _ITSELF),
    "diff_filter": ("filters of its differences", _ALL),
    "diff_filters": ("filters of its differences", _ALL),
    "additions_only": ("only what was added", _ALL),
    "deletions_only": ("only what was removed", _ALL),
    "compared_versions": ("versions to compare with", _ALL),
    "treat_new_as_changed": ("a first look that counts as a change", _ALL),
    "diff_tool": ("a command that compares", _REPORTS),
    "differ": ("another way to compare", _REPORTS),
    "contextlines": ("lines of context", _REPORTS),
    "is_markdown": ("a form of its reports", _REPORTS),
    "monospace": ("a form of its reports", _REPORTS),
    "note": ("a note", "a watch has a name only"),
    "user_visible_url": ("another address for people", "a watch has one address"),
    "use_browser": ("a browser", _REQUESTS),
    "navigate": ("a browser", _REQUESTS),
}
_NAMES_SHOWN = frozenset({"headers", "cookies"})
_REQUEST_KEYS = frozenset({
    "headers", "cookies", "data", "data_as_json", "method", "params", "http_proxy", "https_proxy",
    "proxy", "encoding", "timeout", "max_tries", "retries", "ssl_no_verify", "ignore_cached",
    "ignore_connection_errors", "ignore_http_error_codes", "ignore_timeout_errors",
    "ignore_too_many_redirects", "ignore_incomplete_reads", "no_redirects", "http_client",
    "http_version", "http_credentials", "impersonate", "fingerprints", "referer",
    "no_conditional_request", "same_site_delay", "user_agent",
})  # fmt: skip
_CARRIED = frozenset({"url", "name", "enabled", "tags", "kind", "guid", "index_number"})
_ONLY_WEBCHANGES = frozenset({
    "use_browser", "filters", "diff_filters", "additions_only", "deletions_only", "differ", "proxy",
    "note", "http_client", "wait_for_selector", "wait_for_url", "initialization_url", "evaluate",
})  # fmt: skip
_DIFFENGINE = {
    "twitter": ("accounts to tweet from", "channels are set in config.yaml"),
    "mastodon": ("accounts to post from", "channels are set in config.yaml"),
    "sendgrid": ("an account to mail from", "channels are set in config.yaml"),
    "db": ("its database", "it holds texts, not the pages they were read of"),
    "log": ("where it logs", "logs go to the terminal or the journal"),
}


def read_jobs(documents: Iterable[Any]) -> Imported | None:
    """Return what jobs of urlwatch or webchanges watch, or None where there is no job."""
    jobs = [job for one in documents for job in (one if isinstance(one, list) else [one])]
    known = [job for job in jobs if isinstance(job, dict) and _is_job(job)]
    if not known:
        return None
    webchanges = any(_ONLY_WEBCHANGES & job.keys() for job in known)
    found = Collector("webchanges" if webchanges else "urlwatch")
    for number, job in enumerate(jobs, 1):
        if isinstance(job, dict):
            _take(job, number, found)
        else:
            found.leave(f"entry {number}", "is no job")
    return found.imported()


def read_diffengine(data: Mapping[str, Any]) -> Imported:
    """Return the feeds that diffengine reads."""
    found = Collector("diffengine")
    feeds = data.get("feeds")
    for feed in feeds if isinstance(feeds, list) else []:
        if not isinstance(feed, dict):
            found.leave("an entry of its feeds", "is no feed")
            continue
        address = found.source(feed.get("url"), feed.get("name"))
        for key in sorted(feed.keys() - {"url", "name"}) if address else ():
            what, why = _DIFFENGINE.get(key, (f"`{key}`", "nothing here is like it"))
            found.leave(f"{address}: {what}", why)
    for key in sorted(data.keys() - {"feeds"}):
        found.leave(*_DIFFENGINE.get(key, (f"`{key}`", "nothing here is like it")))
    return found.imported()


def _is_job(job: Mapping[str, Any]) -> bool:
    return any(key in job for key in ("url", "navigate", "command"))


def _take(job: Mapping[str, Any], number: int, found: Collector) -> None:
    name = job.get("name") or f"job {number}"
    if "command" in job or job.get("kind") == "shell":
        found.leave(str(name), "it runs a command, and nothing here does")
        return
    tags = job.get("tags")
    address = found.watch(
        job.get("url") or job.get("navigate"),
        name if "name" in job or not _is_job(job) else "",
        paused=job.get("enabled") is False,
        tags=tags if isinstance(tags, list) else [tags],
    )
    for key in sorted(map(str, job.keys() - _CARRIED)) if address else ():
        if job[key] not in (None, False, "", [], {}):
            what, why = _in_words(key, job[key])
            found.leave(f"{address}: {what}", why)


def _in_words(key: str, value: Any) -> tuple[str, str]:
    if key in _LEFT:
        what, why = _LEFT[key]
        return f"{what}{_steps(value) if why is _ITSELF else ''}", why
    if key in _REQUEST_KEYS:
        names = sorted(map(str, value)) if isinstance(value, dict) and key in _NAMES_SHOWN else ()
        return f"`{key}`" + (f" ({', '.join(names)})" if names else ""), _REQUESTS
    return f"`{key}`", "nothing here is like it"


def _steps(value: Any) -> str:
    """Return the names of filters: `html2text, grep`."""
    items = value if isinstance(value, list) else [value]
    names = [next(iter(item), "") if isinstance(item, dict) else str(item) for item in items]
    return f" ({', '.join(filter(None, names))})"
