"""What is refused, and in which words."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from monitor.config import as_plan, budgets, duration, load, parse, plan_from, plan_of, schema
from monitor.errors import ConfigError
from monitor.model import Adaptive, Cron, Every, Plan, Windows

MAIL = "channels: {a: {type: email, to: [a@b.example], from: m@b.example, host: localhost%s}}"
HOOK = "channels: {a: {type: webhook, url: 'https://h.example/', secret: %s}}"


def complaint(text: str, **environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text, name="config.yaml", environ=environ)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chekcs: {}", "config.yaml:1: chekcs: unknown key; did you mean `checks`?"),
        (
            "checks:\n  intervall: 5m",
            "config.yaml:2: checks.intervall: unknown key; did you mean `interval`?",
        ),
        ("log:\n  zzzzzz: 5", "config.yaml:2: log.zzzzzz: unknown key; known here: format, level"),
        (MAIL % ", prot: 25", "channels.a.prot: unknown key; did you mean `port`?"),
        ("checks: {failing_after: '3'}", "checks.failing_after: Input should be a valid integer"),
        ("fetch: {delay: 3}", "fetch.delay: not a duration; write 90s, 15m, 1h 30m or 2d"),
        ("fetch: {max_bytes: lots}", "fetch.max_bytes: not a size; write 500kB or 10MB"),
        ("checks: {interval: 10ms}", "checks.interval: at least 1s"),
        ("timezone: Mars/Olympus", "timezone: no such time zone"),
        ("watches: [{name: x}]", "watches.0.url: is missing"),
        ("watches: [{url: 'https://a.example', channels: [b]}]", "there is no channel 'b'"),
        ("watches: [{url: 'https://a.example'}, {url: 'https://a.example'}]", "stands here twice"),
        ("log:\n  level: info\n  level: debug", "config.yaml:3: `level` stands here twice, first"),
        (
            "fetch: {obey_robots: yes}",
            "fetch.obey_robots: this is ambiguous: YAML reads it as true or false; write true",
        ),
        ("data: 010", "YAML reads it as an octal number"),
        ("data: 12:30", "YAML reads it as a number in base 60"),
        ("data: 1_000", "YAML reads it as a number"),
        ("data: 2026-03-01", "YAML reads it as a date"),
        ("data: !!python/name:os.system x", "is not used here"),
        ("data: &a x\ntimezone: *a", "anchors and aliases are not used here"),
        ("data: {a: " + "[" * 40, "nested too deeply"),
        ("data: [", "config.yaml:1: not YAML"),
        ("? [a]\n: b", "a key must be a plain word"),
        ("- a", "settings are written as `key: value`"),
        ("data: " + "x" * 1_100_000, "larger than 1000 kB"),
        ("data: \x01", "not YAML"),
        (HOOK % "'${NOPE}'", "channels.a.secret: the environment has no NOPE"),
        (HOOK % "'${NO-PE}'", "is no name of a variable"),
        (HOOK % "file:/nowhere/at/all", "cannot read /nowhere/at/all"),
        (HOOK % "short", "channels.a.secret: shorter than 24 bytes"),
        (HOOK % "whsec_AAAAAAAAAAAAAAAAAA==", "shorter than 24 bytes"),
        (HOOK % "whsec_not-base64-at-all-though-long", "what follows whsec_ is not base64"),
        ("channels: {a: {type: webhook, url: 'ftp://x', secret: x}}", "not an http(s) address"),
        (MAIL.replace("{a:", "{email:") % ", prot: 25", "channels.email.prot: unknown key"),
        ("checks: {interval: 9999999999d}", "checks.interval: longer than anybody can wait"),
        ("checks: {interval: " + "9" * 50_000 + "d}", "checks.interval: not a duration"),
        ("checks: {interval: sometimes}", "checks.interval: not a duration"),
        ("checks: {interval: [1]}", "checks.interval: not a duration"),
        ("checks: {interval: {cron: '* * *'}}", "checks.interval.cron: not a cron expression"),
        ("checks: {interval: {cron: '0 0 30 2 *'}}", "not a cron expression: Bad day-of-month"),
        (
            "checks: {interval: {cron: '0 * * * *', zone: Mars/Olympus}}",
            "checks.interval.zone: no such time zone",
        ),
        ("checks:\n  interval:\n    evry: 5m", "config.yaml:3: checks.interval.evry: unknown key"),
        ("checks: {interval: {every: 5m}}", "checks.interval.between: is missing"),
        (
            "checks: {interval: {every: 5m, between: ['6-23']}}",
            "checks.interval.between.0: not a stretch of the day; write 06:00-23:00",
        ),
        ("checks: {interval: {every: 5m, between: ['25:00-26:00']}}", "not a stretch of the day"),
        ("checks: {shortest: 2h, longest: 1h}", "checks: shortest is longer than longest"),
        ("checks: {budget: 0}", "checks.budget: Input should be greater than or equal to 1"),
        (
            "watches: [{url: 'https://a.example', interval: 5m, longest: 1h}]",
            "shortest and longest are for `interval: adaptive`",
        ),
        (
            "watches: [{url: 'https://a.example', shortest: 2d}]",
            "https://a.example: shortest is longer than longest",
        ),
        ("timezone: Europe", "timezone: no such time zone"),
        ("fetch: {concurrency: " + "9" * 6_000 + "}", "fetch.concurrency"),
        ("channels: {a: {type: fax}}", "channels.a"),
        (MAIL.replace("a@b.example", "nobody") % "", "channels.a.to.0: not an e-mail address"),
        (MAIL % ", username: u", "username and password go together"),
        (
            MAIL.replace("localhost", "mail.example") % ", security: none",
            "none is for a mail server on this machine only",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_its_reason(text: str, words: str) -> None:
    assert words in complaint(text)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    lines = complaint("log: {levle: x}\nchecks: {gone: {looks: 1}}\nzebra: 1").splitlines()
    assert [line.split(":")[1] for line in lines] == ["1", "2", "3"]


def test_a_secret_is_never_shown() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    config = parse(HOOK % "'${HOOK}'", name="c", environ={"HOOK": secret})
    assert secret not in repr(config)
    assert secret not in str(config.model_dump())
    assert secret not in config.model_dump_json()
    assert "tiny-secret" not in complaint(HOOK % "'${HOOK}'", HOOK="tiny-secret")


@pytest.mark.parametrize("text", ["timezone: ${S}", "checks: {interval: '${S}'}", "data: 0123456"])
def test_what_may_be_a_secret_is_not_shown_when_it_stands_in_the_wrong_place(text: str) -> None:
    found = complaint(text, S="s3cret")
    assert "s3cret" not in found
    assert "0123456" not in found


def test_a_secret_can_come_from_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "hook.secret").write_text("0123456789abcdefghijklmnop\n")
    (tmp_path / "config.yaml").write_text(HOOK % "file:hook.secret")
    channel = load(tmp_path / "config.yaml", {}).channels["a"]
    assert channel.type == "webhook"
    assert channel.secret.get_secret_value() == "0123456789abcdefghijklmnop"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 70_000])
def test_a_file_that_is_no_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s").write_bytes(content)
    (tmp_path / "config.yaml").write_text(HOOK % "file:s")
    with pytest.raises(ConfigError, match="secret: s is"):
        load(tmp_path / "config.yaml", {})


def test_relative_folders_start_where_the_file_is(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("data: here")
    assert load(tmp_path / "config.yaml", {}).data == tmp_path / "here"


def test_an_empty_file_means_all_defaults(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("# nothing yet\n")
    assert load(tmp_path / "config.yaml", {}).checks.interval == Adaptive()


def test_a_file_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        load(tmp_path, {})
    (tmp_path / "latin.yaml").write_bytes(b"data: caf\xe9")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "latin.yaml", {})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("1h 30m", 5400), ("250ms", 0.25), ("1.5m", 90), ("2d", 172800)],
)
def test_spans_are_read_as_people_write_them(text: str, seconds: float) -> None:
    assert duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "5", "m", "5 parsecs", "-5s"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        duration(text)


def test_the_schema_names_its_dialect_and_refuses_unknown_keys() -> None:
    found = schema()
    assert found["$schema"].endswith("2020-12/schema")
    assert found["additionalProperties"] is False


_SITES = """
sites:
  www.courier.example:
    - article: [div.story]
      remove: [.quiz, "#offers"]
      fields: {headline: h1.title, published: "time@datetime"}
      until: "2026-05-01"
    - article: [main]
"""


def test_rules_of_a_site_are_read_with_the_day_on_which_they_end() -> None:
    old, now = parse(_SITES, name="c.yaml", environ={}).sites["www.courier.example"]
    assert old.article == ("div.story",)
    assert old.remove == (".quiz", "#offers")
    assert old.fields == {"headline": "h1.title", "published": "time@datetime"}
    assert old.until == date(2026, 5, 1)
    assert now.until is None


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("article: [div[]", 4),
        ('remove: ["p::before"]', 4),
        ('article: ["time@datetime"]', 4),
        ('remove: ["time@datetime"]', 4),
        ('remove: [""]', 4),
        ("fields: {colour: p}", 4),
        ('fields: {headline: "@href"}', 4),
        ('until: "next year"', 4),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_line(wrong: str, line: int) -> None:
    text = f"sites:\n  www.courier.example:\n    # rules\n    - {wrong}\n"
    with pytest.raises(ConfigError, match=rf"c.yaml:{line}: "):
        parse(text, name="c.yaml", environ={})


def test_a_selector_may_ask_for_an_at_sign() -> None:
    wanted = (
        """sites: {x.example: [{remove: ['a[href*="@"]'], fields: {authors: 'a[href*="@x"]'}}]}"""
    )
    (rules,) = parse(wanted, name="c.yaml", environ={}).sites["x.example"]
    assert rules.remove == ('a[href*="@"]',)
    assert rules.fields == {"authors": 'a[href*="@x"]'}


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("15m", Every(span=timedelta(minutes=15))),
        ("adaptive", Adaptive()),
        (
            "{cron: '*/10 6-22 * * *', zone: Europe/Berlin}",
            Cron(expression="*/10 6-22 * * *", zone="Europe/Berlin"),
        ),
        ("{cron: '0 9 * * 1-5'}", Cron(expression="0 9 * * 1-5", zone="Europe/Paris")),
        (
            "{every: 10m, between: ['06:00-23:00', '23:30-00:00']}",
            Windows(
                hours=((time(6), time(23)), (time(23, 30), time(0))),
                every=timedelta(minutes=10),
                zone="Europe/Paris",
            ),
        ),
    ],
)
def test_an_interval_is_a_span_a_word_a_cron_expression_or_daily_windows(
    text: str, plan: Plan
) -> None:
    watches = f"watches: [{{url: 'https://a.example', interval: {text}}}]"
    written = f"timezone: Europe/Paris\nchecks: {{interval: {text}}}\n{watches}"
    config = parse(written, name="c", environ={})
    assert as_plan(config.checks.interval, config.timezone) == plan
    assert plan_of(config.watches[0], config) == plan


def test_a_watch_can_have_guaranteed_waits_of_its_own() -> None:
    text = "watches: [{url: 'https://a.example', longest: 2h}, {url: 'https://b.example'}]"
    config = parse(text, name="c", environ={})
    one, other = config.watches
    assert plan_of(one, config) == Adaptive(longest=timedelta(hours=2))
    assert plan_of(other, config) is None


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("1h 30m", Every(span=timedelta(minutes=90))),
        (" adaptive", Adaptive()),
        ("*/10 6-22 * * *", Cron(expression="*/10 6-22 * * *", zone="Europe/Paris")),
        (
            "10m between 06:00-12:00, 14:00-23:00",
            Windows(
                hours=((time(6), time(12)), (time(14), time(23))),
                every=timedelta(minutes=10),
                zone="Europe/Paris",
            ),
        ),
    ],
)
def test_a_plan_can_be_written_on_one_line(text: str, plan: Plan) -> None:
    assert plan_from(text, "Europe/Paris") == plan


@pytest.mark.parametrize("text", ["soon", "0s", "5m between noon", "61 * * * *", "5m between "])
def test_a_line_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        plan_from(text, "UTC")


def test_budgets_go_by_what_they_are_for() -> None:
    text = (
        "checks: {budget: 5000}\nfetch: {hosts: {A.example: {budget: 20}, b.example: {delay: 1s}}}"
    )
    assert budgets(parse(text, name="c", environ={})) == {"all": 5000, "host:a.example": 20}
    assert budgets(parse("", name="c", environ={})) == {}
