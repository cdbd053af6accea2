"""Which addresses are one article's, and which never are."""

from __future__ import annotations

from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import address_key, site_of

STORY = "https://www.example.org/news/2026/old-bridge-closes"

SAME = [
    (STORY, "http://www.example.org/news/2026/old-bridge-closes"),
    (STORY, "//www.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://example.org/news/2026/old-bridge-closes"),
    (STORY, "https://m.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://mobile.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://amp.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://www.amp.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://WWW.Example.ORG./news/2026/old-bridge-closes"),
    (STORY, "https://www.example.org:443/news/2026/old-bridge-closes"),
    (STORY, "http://www.example.org:80/news/2026/old-bridge-closes"),
    (STORY, "https://reader@www.example.org/news/2026/old-bridge-closes"),
    (STORY, "  https://www.example.org/news/2026/old-bridge-closes\n"),
    (STORY, f"{STORY}/"),
    (STORY, f"{STORY}/index.html"),
    (STORY, f"{STORY}/index.php"),
    (STORY, f"{STORY}/Default.aspx"),
    (STORY, f"{STORY}#comments"),
    (STORY, f"{STORY}?"),
    (STORY, f"{STORY}/amp"),
    (STORY, f"{STORY}/amp/"),
    (STORY, f"{STORY}/amp/index.html"),
    (STORY, f"{STORY}.amp"),
    (STORY, "https://example.org/amp/news/2026/old-bridge-closes"),
    (f"{STORY}.html", f"{STORY}.amp.html"),
    (STORY, f"https://example.org{'/amp' * 5_000}/news/2026/old-bridge-closes{'/amp' * 5_000}"),
    (STORY, f"{STORY}?amp"),
    (STORY, f"{STORY}?amp=1"),
    (STORY, f"{STORY}?amp=true"),
    (STORY, f"{STORY}?outputType=amp"),
    (STORY, f"{STORY}?output=amp&amp_js_v=0.1&usqp=mq331AQ"),
    (STORY, f"{STORY}?utm_source=x&utm_medium=y&UTM_Campaign=z"),
    (STORY, f"{STORY}?fbclid=IwAR0&gclid=1&dclid=2&msclkid=3&igshid=4"),
    (STORY, f"{STORY}?mc_cid=1&mc_eid=2&at_medium=rss&at_custom1=7"),
    (STORY, f"{STORY}?cmpid=9&xtor=RSS-1&ncid=a&smid=tw&wt_mc=b&wt.mc_id=c"),
    (STORY, f"{STORY}?ref=rss"),
    (STORY, f"{STORY}?ref=homepage_top"),
    (STORY, f"{STORY}?CMP=Share_iOSApp_Other"),
    (STORY, f"{STORY}?source=newsletter&via=t.co"),
    (STORY, f"{STORY};jsessionid=0A1B2C.node1"),
    (STORY, "https://www.example.org/news//2026/./x/../old-bridge-closes"),
    (STORY, "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://cdn.ampproject.org/v/s/example.org/news/2026/old-bridge-closes?amp_js_v=a6"),
    (STORY, "http://cdn.ampproject.org/c/example.org/news/2026/old-bridge-closes/amp/"),
    (STORY, "https://www.google.com/amp/s/www.example.org/news/2026/old-bridge-closes"),
    (STORY, "https://www.google.co.uk/amp/s/amp.example.org/news/2026/old-bridge-closes"),
    ("https://example.org/?p=7", "http://www.example.org/index.php?p=7&utm_source=a"),
    ("https://example.org/?p=7&q=1", "https://example.org?q=1&p=7"),
    ("https://example.org/read.php?id=7&ref=rss", "https://example.org/read.php?id=7"),
    ("https://example.org/новости/мост", "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%d0%bc%d0%be%d1%81%d1%82"),
    ("https://example.org/a-%7Euser%2Dname", "https://example.org/a-~user-name"),
    ("https://example.org/a%2cb", "https://example.org/a,b"),
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("https://example.org/?q=a+b", "https://example.org/?q=a%20b"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://www.例え.テスト/a", "http://xn--r8jz45g.xn--zckzah/a"),
    ("https://news.example.co.uk/a", "https://m.news.example.co.uk/a"),
    ("https://en.m.example.org/a", "https://en.example.org/a"),
    ("https://example.org/#!/story/7", "http://example.org/#!/story/7"),
    ("https://harbour.github.io/a", "https://www.harbour.github.io/a"),
    ("https://192.0.2.7/a", "http://192.0.2.7:80/a/"),
    ("https://[2001:db8::7]/a", "http://[2001:DB8::7]:80/a"),
]  # fmt: skip

DIFFERENT = [
    ("https://example.org/?id=7", "https://example.org/?id=8"),
    ("https://example.org/?p=7", "https://example.org/?p=8"),
    ("https://example.org/?article=7", "https://example.org/?article=8"),
    ("https://example.org/?story=a", "https://example.org/?story=b"),
    ("https://example.org/read.php?sid=7", "https://example.org/read.php?sid=8"),
    ("https://example.org/read.php?ref=7", "https://example.org/read.php?ref=8"),
    ("https://example.org/read.php?source=news", "https://example.org/read.php?source=video"),
    ("https://example.org/?source=news", "https://example.org/?source=video"),
    ("https://example.org/read?ref=old-bridge", "https://example.org/read?ref=new-bridge"),
    ("https://example.org/read?mbid=0f1a", "https://example.org/read?mbid=0f1b"),
    ("https://example.org/read?m=202601", "https://example.org/read?m=202602"),
    ("https://example.org/read?amp=120", "https://example.org/read?amp=240"),
    ("https://example.org/read?view=7", "https://example.org/read?view=8"),
    ("https://example.org/read?pk_article=7", "https://example.org/read?pk_article=8"),
    ("https://example.org/read?ID=7", "https://example.org/read?id=7"),
    ("https://example.org/read?7", "https://example.org/read?8"),
    ("https://example.org/read?page=1", "https://example.org/read?page=2"),
    ("https://example.org/read?q=a%26b", "https://example.org/read?q=a&b"),
    ("https://example.org/read?q=a%2Bb", "https://example.org/read?q=a+b"),
    ("https://example.org/read?q=%ff", "https://example.org/read?q=%fe"),
    ("https://example.org/read?q=%ff", "https://example.org/read?q=%ef%bf%bd"),
    ("https://example.org/a/B7x", "https://example.org/a/b7X"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/a%23b", "https://example.org/a#b"),
    ("https://example.org/a%2520b", "https://example.org/a%20b"),
    ("https://example.org/story.html", "https://example.org/story"),
    ("https://example.org/index-of-fear", "https://example.org/"),
    ("https://example.org/news/index.html-guide", "https://example.org/news"),
    ("https://example.org/amp", "https://example.org/"),
    ("https://example.org/old-amp", "https://example.org/old"),
    ("https://example.org/champ", "https://example.org/ch"),
    ("https://example.org/news/camp.html", "https://example.org/news/c.html"),
    ("https://example.org/.amp", "https://example.org/"),
    ("https://news.example.org/a", "https://sport.example.org/a"),
    ("https://example.org/a", "https://example.com/a"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://amp.com.br/a", "https://mobile.com.br/a"),
    ("https://mobile.example/a", "https://amp.example/a"),
    ("https://m.github.io/a", "https://amp.github.io/a"),
    ("https://harbour.blogspot.com/a", "https://m.blogspot.com/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://example.org:8080/a", "https://example.org:8081/a"),
    ("https://example.org/#!/story/7", "https://example.org/#!/story/8"),
    ("https://example.org/#!/story/7", "https://example.org/"),
    ("https://192.0.2.7/a", "https://192.0.2.8/a"),
    ("https://example.org/2026/01/bridge", "https://example.org/2026/02/bridge"),
    ("https://example.org/мост", "https://example.org/порт"),
    ("https://cdn.ampproject.org/c/s/example.org/a", "https://cdn.ampproject.org/c/s/example.org/b"),
    ("https://cdn.ampproject.org/v0.js", "https://example.org/v0.js"),
    ("https://www.google.com/amp/help", "https://help/"),
    ("https://example.org/c/s/example.com/a", "https://example.com/a"),
    ("mailto:editor@example.org", "https://example.org/"),
    ("ftp://example.org/a", "https://example.org/a"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_article_share_a_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_articles_never_share_a_key(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "text",
    ["", "story", "https://", "http://[", "http://x:99999/", "javascript:alert(1)", "http:a b"],
)
def test_what_is_no_web_address_is_its_own_key(text: str) -> None:
    assert address_key(text) == text


@pytest.mark.parametrize("text", ["https://a..b/x", "https://ab--ö.example/x", "https://ö" * 90])
def test_hosts_that_no_name_can_be_have_a_key_too(text: str) -> None:
    assert address_key(text)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://harbour.substack.com/p/a", "harbour.substack.com"),
        ("https://192.0.2.7/a", "192.0.2.7"),
        ("https://localhost:8000/a", "localhost"),
        ("https://www.in.gr/a", "in.gr"),
        ("mailto:editor@example.org", ""),
    ],
)
def test_a_site_is_what_somebody_registered(url: str, site: str) -> None:
    assert site_of(url) == site


@given(st.text())
def test_no_text_raises(text: str) -> None:
    address_key(text)
    address_key(f"https://example.org/{text}")
    address_key(f"https://{text}/x?y#!z")
    site_of(f"https://{text}")


@given(
    st.text(alphabet="abZ./-_~%2fF ü#!&=+,;7"),
    st.text(alphabet="abZ./-_~%2fF ü&=+,;7"),
)
def test_the_key_of_a_key_is_the_key(path: str, query: str) -> None:
    key = address_key(f"https://m.example.org/{path}?{query}")
    assert address_key(f"http://{key}") == key


@given(
    st.lists(st.sampled_from(["id=1", "b=2", "a", "c=%20"]), unique=True),
    st.randoms(use_true_random=False),
)
def test_the_order_of_parameters_says_nothing(pairs: list[str], random: Random) -> None:
    shuffled = random.sample(pairs, len(pairs))
    one = address_key(f"https://example.org/x?{'&'.join(pairs)}")
    assert one == address_key(f"https://example.org/x?{'&'.join(shuffled)}")
    assert len(urlsplit(f"//{one}").query.split("&")) == max(len(pairs), 1)
