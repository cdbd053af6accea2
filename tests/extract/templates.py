"""Articles as the usual systems build their pages, each with what is to be read from it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.extract.pages import FIRST, HEADLINE, SECOND, THIRD

_NAV = "".join(f'<li><a href="/s{n}">Section {n}</a></li>' for n in range(8))
_MORE = "".join(
    f'<li><a href="/n{n}">Council weighs plan number {n} for the old market</a></li>'
    for n in range(6)
)
RUSSIAN = (
    "Старый мост через гавань закроют в понедельник как минимум на год, сообщил совет города.",
    "Паромы будут ходить каждые десять минут, а ночной автобус поедет в объезд мимо мельницы.",
    "Торговцы северного берега опасаются за свою выручку зимой, когда паромы стоят из-за ветра.",
)
JAPANESE = (
    "古い港の橋は月曜日から少なくとも一年間閉鎖されると市議会が発表した。検査で亀裂が見つかったためだという。",
    "渡し船は両岸の間を十分ごとに運航し、夜行バスは水車小屋のそばを通る遠回りの道を走ることになる。",
    "北岸の商店主らは、風のため船が何日も港にとどまる冬の商売を心配していると記者団に語った。",
)
ARABIC = (
    "يغلق الجسر القديم في الميناء يوم الاثنين لمدة عام بعد أن عثر المهندسون على شقوق في اثنتين.",
    "ستعمل العبارات كل عشر دقائق بين الضفتين، وستسلك حافلة الليل الطريق الأطول بجانب الطاحونة.",
    "قال أصحاب المتاجر في الضفة الشمالية إنهم يخشون على تجارتهم في الشتاء حين تتوقف العبارات.",
)
HINDI = (
    "बंदरगाह का पुराना पुल सोमवार से कम से कम एक साल के लिए बंद रहेगा, नगर परिषद ने कहा।",
    "दोनों किनारों के बीच हर दस मिनट में नौकाएं चलेंगी और रात की बस लंबे रास्ते से जाएगी।",
    "उत्तरी किनारे के दुकानदारों ने कहा कि उन्हें सर्दियों में अपने व्यापार की चिंता है।",
)
CHINESE = (
    "港口的旧桥将从星期一起关闭至少一年，市议会说，工程师在例行检查中发现九座桥墩中有两座出现裂缝。",
    "渡轮将每十分钟往返于两岸之间，夜间巴士将绕行磨坊旁边的远路，行程增加大约一刻钟。",
    "北岸的店主说，他们担心冬天的生意，因为那时渡轮常常因为大风而在港内停航好几天。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A page, and what is to be read from it."""

    html: str
    headline: str = HEADLINE
    texts: tuple[str, ...] = (FIRST, SECOND, THIRD)
    authors: tuple[str, ...] = ("Ann Lee",)
    day: str = "2026-05-07"


_P = f"<p>{FIRST}</p>\n<p>{SECOND}</p>\n<p>{THIRD}</p>"
WORDPRESS = Template(
    html=f"""<!DOCTYPE html><html lang="en-US"><head><title>{HEADLINE} - The Courier</title>
<meta property="og:site_name" content="The Courier"></head>
<body class="post-template-default single single-post postid-77 has-sidebar">
<header id="masthead" class="site-header"><p class="site-title"><a href="/">The Courier</a></p>
<nav class="main-navigation"><ul>{_NAV}</ul></nav></header>
<div id="content" class="site-content"><main id="main" class="site-main">
<article id="post-77" class="post-77 post type-post status-publish hentry category-local">
<header class="entry-header"><h1 class="entry-title">{HEADLINE}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published"
datetime="2026-05-07T09:00:00+00:00">May 7, 2026</time></span>
<span class="byline"><span class="author vcard"><a class="url fn n" href="/author/ann">Ann Lee</a>
</span></span></div></header>
<div class="entry-content">{_P}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3>
<ul><li><a href="#">Email</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div>
<footer class="entry-footer"><span class="tags-links">Tagged <a href="/t">bridge</a></span></footer>
</article><nav class="navigation post-navigation"><a href="/p">Previous: The price of fish</a></nav>
<div id="comments" class="comments-area"><h2>2 thoughts on “{HEADLINE}”</h2>
<ol class="comment-list"><li class="comment"><p>They should have done this ten years ago, and
everybody on the council knew it well before the last election.</p></li></ol></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2>
<ul>{_MORE}</ul></section></aside></div></body></html>"""
)
ARC = Template(
    html=f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} – The Courier</title>
<meta property="og:title" content="{HEADLINE}">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEADLINE}",
"datePublished":"2026-05-07T09:00:00Z","author":[{{"@type":"Person","name":"Ann Lee"}}]}}</script>
</head><body><div id="fusion-app" class="b-right-rail">
<section class="b-right-rail__main-wrapper"><div class="b-right-rail__main">
<h1 class="b-headline">{HEADLINE}</h1><div class="b-byline">By <a href="/ann">Ann Lee</a></div>
<div class="b-date">May 07, 2026 at 9:00 am EDT</div>
<article class="b-article-body">
<p class="c-paragraph">{FIRST}</p>
<div class="c-divider"></div><div class="arcad-feature"><div class="arcad">Advertisement</div></div>
<p class="c-paragraph">{SECOND}</p>
<div class="b-interstitial-link">[ <a href="/x">What the ferries cost and when they run</a> ]</div>
<p class="c-paragraph">{THIRD}</p></article></div>
<aside class="b-right-rail__right"><div class="b-top-table-list"><ul>{_MORE}</ul></div></aside>
</section></div></body></html>"""
)
DRUPAL = Template(
    html=f"""<!DOCTYPE html><html lang="en" dir="ltr"><head><title>{HEADLINE} | Courier</title>
<meta name="dcterms.date" content="2026-05-07"></head>
<body class="html not-front not-logged-in one-sidebar sidebar-second page-node node-type-article">
<div class="region region-header"><ul class="menu">{_NAV}</ul></div>
<main role="main"><div class="region region-content"><div id="block-system-main" class="block">
<h1 class="title" id="page-title">{HEADLINE}</h1>
<div class="node node-article node-promoted view-mode-full"><div class="submitted">Submitted by
<span class="username" rel="author">Ann Lee</span></div>
<div class="content"><div class="field field-name-body field-type-text-with-summary
field-label-hidden"><div class="field-items"><div class="field-item even">{_P}</div></div></div>
<div class="field field-name-field-tags field-label-above"><div class="field-label">Tags:</div>
<div class="field-items"><a href="/t">bridge</a></div></div></div></div></div></div>
<div class="region region-sidebar-second"><div class="block"><ul>{_MORE}</ul></div></div></main>
</body></html>"""
)
GHOST = Template(
    html=f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE}</title>
<meta property="article:published_time" content="2026-05-07T09:00:00.000Z">
<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lee">
</head><body class="post-template"><div class="viewport"><main id="site-main" class="site-main">
<article class="article post no-image"><header class="article-header gh-canvas">
<h1 class="article-title">{HEADLINE}</h1><div class="article-byline"><section
class="article-byline-content"><div class="article-byline-meta"><h4 class="author-name"><a
href="/author/ann/">Ann Lee</a></h4><div class="byline-meta-content"><time class="byline-meta-date"
datetime="2026-05-07">May 7, 2026</time><span class="byline-reading-time"><span
class="bull">&bull;</span> 2 min read</span></div></div></section></div></header>
<section class="gh-content gh-canvas">{_P}
<div class="kg-card kg-signup-card" data-lexical-signup-form=""><h2>Sign up for more</h2>
<p>Get the latest stories delivered to your inbox.</p></div></section></article></main>
<aside class="read-more-wrap outer"><div class="read-more inner"><article class="post-card">
<h2 class="post-card-title"><a href="/m">The price of fish in a hard winter</a></h2>
<div class="post-card-excerpt">Fish has never been as dear as it is this winter, the market says.
</div></article></div></aside></div></body></html>"""
)
BLOGGER = Template(
    html=f"""<!DOCTYPE html><html><head><title>The Courier: {HEADLINE}</title></head><body>
<div class="content-outer"><div class="header-inner"><h1 class="title"><a href="/">The Courier</a>
</h1></div><div class="main-outer"><div id="main" class="main section"><div class="widget Blog">
<div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header">7 May 2026</h2>
<div class="post hentry uncustomized-post-template"><h3 class="post-title entry-title">{HEADLINE}
</h3><div class="post-body entry-content">{FIRST}<br /><br />{SECOND}<br />
<br />{THIRD}<div style="clear: both;"></div></div>
<div class="post-footer">Posted by <span class="post-author vcard"><span class="fn">Ann Lee</span>
</span></div></div></div></div></div></div>
<div class="column-right-outer"><aside><div class="widget BlogArchive"><ul>{_MORE}</ul></div>
</aside></div></div></div></body></html>"""
)
SUBSTACK = Template(
    html=f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} - by Ann Lee</title>
<meta property="og:title" content="{HEADLINE}"><meta name="author" content="Ann Lee">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEADLINE}",
"datePublished":"2026-05-07T09:00:00+00:00"}}</script></head><body>
<div id="entry"><div class="main-menu"><h1 class="navbar-title"><a href="/">Ann’s letter</a></h1>
</div><div class="single-post-container"><article class="typography newsletter-post post">
<div class="post-header"><h1 class="post-title published">{HEADLINE}</h1>
<h3 class="subtitle">What comes after the cracks in the piers of the old bridge</h3></div>
<div class="available-content"><div class="body markup"><p>{FIRST}</p>
<div class="subscription-widget-wrap"><p>Ann’s letter is a reader-supported publication.</p>
<form><input type="email"><button>Subscribe</button></form></div>
<p>{SECOND}</p><p>{THIRD}</p></div></div></article></div></div></body></html>"""
)
TYPO3 = Template(
    html=f"""<!DOCTYPE html><html lang="de"><head><title>Kurier: {HEADLINE}</title>
<meta name="date" content="2026-05-07"></head><body><div id="page">
<div class="csc-default" id="c12"><div class="tx-ttnews news-single-view"><div
class="news-single-item"><div class="news-single-timedata">07.05.2026</div><h1>{HEADLINE}</h1>
<div class="news-single-author">Von: Ann Lee</div><div class="news-text-wrap">
<p class="bodytext">{FIRST}</p><p class="bodytext">{SECOND}</p><p class="bodytext">{THIRD}</p>
</div><div class="news-single-backlink"><a href="/">&lt;- Zurück zu: Nachrichten</a></div></div>
</div></div></div></body></html>"""
)
JOOMLA = Template(
    html=f"""<!DOCTYPE html><html lang="en-gb"><head><title>{HEADLINE}</title></head><body>
<ul class="breadcrumb"><li><a href="/">Home</a></li><li class="active">{HEADLINE}</li></ul>
<div class="item-page" itemscope itemtype="https://schema.org/Article">
<div class="page-header"><h2 itemprop="headline">{HEADLINE}</h2></div>
<dl class="article-info muted"><dt class="article-info-term">Details</dt>
<dd class="createdby">Written by <span itemprop="author"><span itemprop="name">Ann Lee</span></span>
</dd><dd class="published"><time datetime="2026-05-07T09:00:00+00:00" itemprop="datePublished">
Published: 07 May 2026</time></dd><dd class="hits">Hits: 1204</dd></dl>
<div itemprop="articleBody">{_P}</div>
<ul class="pager pagenav"><li class="previous"><a href="/p">Prev</a></li></ul></div>
</body></html>"""
)
TABLES = Template(
    html=f"""<html><head><title>{HEADLINE}</title></head><body bgcolor="#ffffff">
<table width="100%"><tr><td width="150" valign="top"><font size="1"><a href="/">Home</a><br>
<a href="/s">Sport</a><br><a href="/w">Weather</a></font></td><td valign="top">
<table><tr><td><font size="5"><b>{HEADLINE}</b></font></td></tr>
<tr><td><font size="1">By Ann Lee, 7 May 2026</font></td></tr>
<tr><td><font face="Arial" size="2">{FIRST}<p>{SECOND}<p>{THIRD}</font></td></tr></table></td>
<td width="150" valign="top"><font size="1"><ul>{_MORE}</ul></font></td></tr></table>
<center><font size="1">Copyright 2026 The Courier. All rights reserved.</font></center>
</body></html>""",
    authors=(),
)
MEDIUM = Template(
    html=f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | by Ann Lee | Courier</title>
<meta property="og:title" content="{HEADLINE}"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2026-05-07T09:00:00.000Z"></head><body>
<div id="root"><div class="a b c"><article><div class="l"><div class="ab ca"><section><div>
<h1 class="pw-post-title hm hn ho">{HEADLINE}</h1>
<div class="speechify-ignore ab co"><div class="ab q"><p class="be b">Ann Lee</p>
<button class="be b">Follow</button><span class="be b">2 min read</span></div></div>
<p class="pw-post-body-paragraph ne nf">{FIRST}</p>
<p class="pw-post-body-paragraph ne nf">{SECOND}</p>
<p class="pw-post-body-paragraph ne nf">{THIRD}</p></div></section></div></div></article>
<div class="ab"><h2>More from Ann Lee</h2><ul>{_MORE}</ul></div></div></div></body></html>"""
)
PORTAL = Template(
    html=f"""<html lang="ko"><head><title>{HEADLINE} : 쿠리에</title>
<meta property="og:title" content="{HEADLINE}"><meta property="og:type" content="article"></head>
<body><div id="wrap"><div id="lnb"><ul>{_NAV}</ul></div><div id="ct" class="newsct">
<h2 id="title_area" class="media_end_head_headline"><span>{HEADLINE}</span></h2>
<div class="media_end_head_info"><span class="media_end_head_info_datestamp_time"
data-date-time="2026-05-07 09:00:00">2026.05.07. 오전 9:00</span>
<em class="media_end_head_journalist_name">김민수 기자</em></div>
<div id="newsct_article" class="newsct_article _article_body"><article id="dic_area">
{FIRST}<br><br><span class="end_photo_org"><img src="/p.jpg"><em class="img_desc">Cracks in a pier
of the old bridge</em></span><br><br>{SECOND}<br><br>{THIRD}</article></div>
<div class="media_end_linked"><ul>{_MORE}</ul></div>
<p class="c_text">Copyright ⓒ 쿠리에. All rights reserved.</p></div></div></body></html>""",
    authors=(),
)


def broken(texts: tuple[str, ...], lang: str, head: str, footer: str) -> Template:
    """Return a page that parts paragraphs by breaks, in one `div`."""
    body = "<br><br>\n".join(texts)
    return Template(
        html=f"""<html lang="{lang}"><head><title>{head}</title></head><body>
<div class="top"><ul>{_NAV}</ul></div><div class="main"><div class="left"><h1>{head}</h1>
<div class="info">2026-05-07 09:00</div><div id="text">{body}</div><div class="ft">{footer}</div>
</div><div class="right"><ul>{_MORE}</ul></div></div></body></html>""",
        headline=head,
        texts=texts,
        authors=(),
    )


TEMPLATES = {
    "WordPress": WORDPRESS,
    "Arc": ARC,
    "Drupal": DRUPAL,
    "Ghost": GHOST,
    "Blogger": BLOGGER,
    "Substack": SUBSTACK,
    "Typo3": TYPO3,
    "Joomla": JOOMLA,
    "tables for layout": TABLES,
    "Medium": MEDIUM,
    "a Korean portal": PORTAL,
    "Russian with breaks": broken(RUSSIAN, "ru", "Мост через гавань закрыт на год", "© Курьер"),
    "Japanese with breaks": broken(JAPANESE, "ja", "港の橋、一年間閉鎖", "無断転載を禁じます"),
    "Arabic with breaks": broken(ARABIC, "ar", "إغلاق جسر الميناء لمدة عام", "المصدر: البريد"),
    "Hindi with breaks": broken(HINDI, "hi", "बंदरगाह का पुल एक साल बंद रहेगा", "© कूरियर"),
    "Chinese with breaks": broken(CHINESE, "zh", "港口大桥关闭一年", "责任编辑：林小明"),
}
