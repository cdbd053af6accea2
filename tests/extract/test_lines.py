"""Lines and boxes that look like furniture and are the article's, and the other way round."""

from __future__ import annotations

import pytest

from monitor.model import BlockKind
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, page, read, texts

LINK = '<a href="/news/other-story">Council approves new housing plan after late vote</a>'
POST = (
    '<blockquote class="twitter-tweet"><p>We will miss the old bridge.</p>&mdash; Mayor '
    '<a href="https://twitter.com/mayor/status/1">May 7, 2026</a></blockquote>'
)
AUTHOR = '<meta name="author" content="Ann Lee">'


def between(markup: str, **more: str) -> list[str]:
    """Return what is read between the first and the second paragraph."""
    read_texts = texts(read(page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>", **more)))
    return read_texts[read_texts.index(FIRST) + 1 : read_texts.index(SECOND)]


def after(markup: str, **more: str) -> list[str]:
    """Return what is read after the last paragraph."""
    found = texts(read(page(BODY + markup, **more)))
    return found[found.index(THIRD) + 1 :]


def before(markup: str, **more: str) -> list[str]:
    """Return what is read before the first paragraph."""
    found = texts(read(page(markup + BODY, **more)))
    return found[: found.index(FIRST)]


def test_a_line_of_underscores_that_parts_sections_stays() -> None:
    assert between("<p>___</p>") == ["___"]
    assert between("<p>* * *</p>") == []


def test_custom_elements_stand_inside_a_line() -> None:
    line = 'The disease is rare (<x-source><a href="/s">1</a></x-source>), as doctors say.'
    assert between(f"<p>{line}</p>") == ["The disease is rare (1), as doctors say."]
    assert between("<x-box><p>A paragraph of its own.</p><p>One more.</p></x-box>") == [
        "A paragraph of its own.",
        "One more.",
    ]


def test_a_bold_line_outside_of_paragraphs_is_kept_as_a_subheading_would_be() -> None:
    assert between("<strong>Near-term closure likely</strong><br>") == ["Near-term closure likely"]
    assert between("<span>Near-term closure likely</span><br>") == []


@pytest.mark.parametrize("name", ["title-medium", "widget-title", "article-headline", "heading"])
def test_a_subheading_is_kept_whatever_kind_of_title_it_is_called(name: str) -> None:
    heading = f'<h2 class="{name}">What the ferries cost</h2>'
    assert between(heading) == ["What the ferries cost"]


@pytest.mark.parametrize("name", ["related-title", "newsletter-heading", "share-title"])
def test_the_title_of_a_box_is_no_subheading(name: str) -> None:
    assert between(f'<h2 class="{name}">What the ferries cost</h2>') == []


def test_free_paragraphs_are_the_articles_though_they_are_called_a_teaser() -> None:
    first = "The council met late in the evening and voted after a debate of more than four hours."
    assert before(f'<div class="teaser-content"><p>{first}</p></div>') == [first]
    assert before(f'<div class="teaser"><p>{first} {LINK}</p></div>') == []
    assert before('<div class="teaser"><p>Read what the council said</p></div>') == []


@pytest.mark.parametrize("box", ["article-widget", "article-widget tweet", "embed-box"])
def test_an_embedded_post_is_kept_whatever_holds_it(box: str) -> None:
    assert "We will miss the old bridge." in " ".join(between(f'<div class="{box}">{POST}</div>'))


@pytest.mark.parametrize("name", ["fb-post", "twitter-video", "reddit-embed-bq", "tiktok-embed"])
def test_a_post_of_any_network_is_kept_in_a_box_that_is_dropped_otherwise(name: str) -> None:
    post = POST.replace("twitter-tweet", name)
    assert "We will miss the old bridge." in " ".join(between(f'<div class="widget">{post}</div>'))


def test_a_post_among_related_stories_is_furniture() -> None:
    assert between(f'<div class="related-stories">{POST}</div>') == []


@pytest.mark.parametrize("name", ["Gazette", "The Gazette", "Tom's Guide"])
def test_a_linked_source_after_a_quotation_is_kept(name: str) -> None:
    markup = f'<blockquote>No more.</blockquote><p>[<a href="https://g.example/1">{name}</a>]</p>'
    assert between(markup) == ["No more.", f"[{name}]"]


@pytest.mark.parametrize("line", ["Report an issue", "Front page", "Bridges"])
def test_a_linked_line_before_or_after_all_text_is_furniture(line: str) -> None:
    link = f'<p><a href="/x">{line}</a></p>'
    assert before(link) == after(link) == []


def test_a_linked_address_in_the_text_stays_and_a_bare_one_goes() -> None:
    linked = '<p><a href="https://shop.example/1">https://shop.example/1</a></p>'
    assert between(linked) == ["https://shop.example/1"]
    assert between("<p>https://courier.example/news/2026/bridge</p>") == []
    assert before(f"<p>https://courier.example/{'bridge-' * 15}</p>") == []


@pytest.mark.parametrize(
    "line",
    [
        "New Delhi, Courier News Bureau | Updated : 19 November 2019, 09:01 AM",
        "Publié le 18 juil. 2024 à 08:01Mis à jour le 18 juil. 2024 à 09:06",
        "05/10/2018 - Publicado por: Clara Borba - Categoria: Saúde - Tags: ponte",
        "Posted in the section on the city on 2026-05-07 and by the desk of the Courier",
        "由本报记者在市政厅及河岸现场联合采写 编辑部综合 2026年5月7日",
    ],
)
def test_a_line_that_says_when_and_by_whom_is_not_the_text(line: str) -> None:
    assert before(f"<p>{line}</p>") == []


def test_a_sentence_with_a_date_may_open_an_article() -> None:
    line = "On 7 May 2026 at 14:05 the bridge began to move, and the mayor called the engineers."
    assert before(f"<p>{line}</p>") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee is a reporter for the Courier who lives on the northern bank with two cats.",
        "Ann Lee (ann@courier.example) is the editor of the Courier and a senior writer.",
        "Ann Lee schreibt seit zehn Jahren über Brücken und lebt in der Stadt.",
        "Ann Lee est journaliste au service des ponts et des routes.",
        "Ann Lee пишет о мостах и дорогах с 2010 года.",
    ],
)
def test_what_is_said_about_the_author_at_the_end_is_not_the_text(line: str) -> None:
    assert after(f"<p>{line}</p>", head=AUTHOR) == []
    assert after(f"<p>{line}</p>") == [line]


def test_a_last_paragraph_that_names_the_author_otherwise_is_the_text() -> None:
    line = "Ann Lee asked him twice, and he said that the ferries would sail on Sunday."
    assert after(f"<p>{line}</p>", head=AUTHOR) == [line]


def test_a_last_paragraph_in_italics_with_an_address_to_write_to_is_not_the_text() -> None:
    line = "We publish many letters. And here's our email: letters@courier.example."
    assert after(f"<p><em>{line}</em></p>") == []
    assert after(f"<p>{line}</p>") == [line]
    note = "Correction: the address of the council is council@town.example, not .org."
    assert after(f"<p><em>{note}</em></p>") == [note]


@pytest.mark.parametrize(
    "label", ["Slideshow ( 15 images )", "Photos (4)", "Bilderstrecke", "Diaporama (12 photos)"]
)
def test_a_caption_that_is_a_label_is_none(label: str) -> None:
    figure = f'<figure><img src="/i.jpg"><figcaption>{label}</figcaption></figure>'
    assert between(figure) == []


def test_a_caption_that_leads_elsewhere_is_a_related_link() -> None:
    figure = f'<figure><img src="/i.jpg"><figcaption>READ MORE: {LINK}</figcaption></figure>'
    article = read(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"))
    assert [block.kind for block in article.blocks if block.kind is BlockKind.CAPTION] == []
    assert "READ MORE" not in article.text


@pytest.mark.parametrize("words", [10, 200])
def test_a_gallery_inside_the_article_is_furniture_however_much_it_says(words: int) -> None:
    items = "".join(f"<li>{'The bridge by night, seen from the mill. ' * words}</li>" for _ in "ab")
    gallery = f'<div class="asset_gallery"><ul>{items}</ul></div>'
    html = page(f"<p>{FIRST}</p>{gallery}" + f"<p>{SECOND} {THIRD}</p>" * words)
    assert "by night" not in read(html).text


def test_an_agency_that_helped_is_no_text() -> None:
    assert after("<p>Additional reporting from the agencies</p>") == []


def test_a_bracketed_note_before_the_text_stays() -> None:
    note = "(An update to this post is included below)"
    assert before(f"<p><em>{note}</em></p>") == [note]
    assert HEADLINE not in before(f"<p>{note}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "If you value what we do, support our journalism today: every euro counts, now more so.",
        "Unterstützen Sie unsere Aktion. Noch bis Oktober geht die Hälfte an das Netzwerk.",
        "Soutenez une presse libre, pour que les ponts de la ville restent sous notre regard.",
        "Apoya nuestro periodismo: sin lectores como tú no habría nadie que lo contara.",
        "Поддержите нас: без читателей мы не смогли бы писать о мостах и паромах города.",
    ],
)
def test_an_appeal_to_readers_apart_from_the_text_is_furniture(line: str) -> None:
    assert after(f"<div><div><p>{line}</p></div></div>") == []
    assert after(f"<p><em>{line}</em></p>") == []
    assert after(f"<p>{line}</p>") == [line]


def test_an_article_says_how_its_page_is_built() -> None:
    body = "".join(f'<p class="text first-4x9 css-1a2b3c">{text}</p>' for text in (FIRST, SECOND))
    article = read(page(f'<div class="story">{body}<p class="odd">{THIRD}</p></div>'))
    assert article.template == "article-body css first story text"


def test_an_article_without_paragraphs_says_how_its_page_is_built_too() -> None:
    html = page(f'<div class="story">{FIRST}<br><br>{SECOND}</div>')
    assert "template" not in read(html).template


def test_a_long_line_that_opens_like_the_headline_is_no_headline() -> None:
    longer = f"{HEADLINE}, {SECOND}"
    assert texts(read(page(f"<p>{longer}</p>{BODY}")))[0] == longer


def test_a_headline_of_many_words_is_left_out_of_the_text() -> None:
    title = f"{HEADLINE} and {SECOND.rstrip('.')}"
    article = read(page(f"<p>{title}</p>{BODY}", title=title))
    assert texts(article) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：林小明",
        "(责编：林小明、陈大文)",
        "【编辑：林小明】",
        "编辑|林小明 校对|陈大文",
        "来源：信使报",
        "特别声明：以上内容由用户上传并发布，本平台仅提供信息存储服务。",
        "更多内容！欢迎扫描左方二维码关注信使报官方微信",
        "写真：林小明",
        "無断転載を禁じます",
        "저작권자 (c) 쿠리에",
        "حقوق النشر محفوظة للبريد",
        "转载请注明：信使报",
        "原标题：港口大桥关闭",
        "コメント (2)",
        "最新报道",
        "分享到",
        "ⓒ 쿠리에, 무단전재 및 재배포 금지",
        "무단 전재 금지",
        "المصدر: البريد",
        "评论（191）",
        "댓글 (3)",
    ],
)
def test_editors_sources_and_rights_after_the_text_are_none_of_it_in_other_scripts(
    line: str,
) -> None:
    assert after(f"<p>{line}</p>") == []
