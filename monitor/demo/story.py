"""The story that the demo's newspaper publishes, and what its desk does to it afterwards.

Modelled on the life of a real report about a leader who comes by armoured train; the countries,
the people and every sentence are invented, so that nothing false is said about anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import BlockKind

TRAIN = "/world/harl-arrives-in-velmar-by-armoured-train-for-oresku-talks-a1042"
"""Path of the story that is edited."""
MILL = "/culture/sennet-tide-mill-grinds-again-after-six-years-a0987"
"""Path of the story that nobody touches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One block of a story as the desk typed it: `html` is inline markup."""

    kind: BlockKind
    html: str
    href: str = ""
    """Of an embed or a related article: where it leads."""
    by: str = ""
    """Of an embed: who posted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """The picture on top."""

    path: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One state of a story. `modified` equals `published` until the desk says otherwise."""

    section: str
    headline: str
    standfirst: str
    authors: tuple[str, ...]
    published: datetime
    modified: datetime
    photo: Photo
    body: tuple[Item, ...]
    note: str = ""
    """What the desk says about its own edits, above the first paragraph."""
    contributed: str = ""
    tags: tuple[str, ...] = ()


def _p(html: str) -> Item:
    return Item(kind=BlockKind.PARAGRAPH, html=html)


_REMARKS = (
    _p(
        "Pell also brushed aside reports that Defence Minister Sergin Vosk had been kept out of"
        " the preparations, saying that the minister would sit at the table and show the guest"
        " round an airfield afterwards."
    ),
    _p(
        "“The minister takes part in all of it,” Pell said. “Whoever writes that he has fallen"
        " from favour has not seen his diary.”"
    ),
)

_BEFORE_REMARKS = (
    _p(
        "<b>KHAVAN JUNCTION</b> — Karvonian leader Tomas Harl crossed into Velmar aboard his"
        " armoured train early on Tuesday, on his way to talks with President Ilian Oresku that"
        " could bind the two isolated neighbours closer together than at any time in 30 years."
    ),
    _p(
        "The olive-green train, its windows darkened, rolled into the border station shortly"
        " after 6 a.m. behind a pilot engine that swept the track ahead of it, two railway"
        " workers who were on the platform told The Meridian Courier."
    ),
    _p(
        'Oresku’s office <a href="/world/oresku-invites-harl-a1038">confirmed</a> late on Monday'
        " that Harl had been invited for “a full-scale visit”, but would not say where or when"
        " the two men would sit down."
    ),
    Item(
        kind=BlockKind.EMBED,
        html="Platform 1 closed since dawn. Red carpet, brass band, and a great many men with"
        " earpieces. No prizes for guessing whose train is late.",
        href="https://chirp.example/khavan_rail/status/170142",
        by="Khavan Railfans (@khavan_rail)",
    ),
    _p(
        "“We are neighbours, and neighbours talk,” presidential spokesman Dmitar Pell told"
        " reporters in Astrel. “There will be delegations at the table, and the two leaders will"
        " also speak alone.”"
    ),
)

_AFTER_REMARKS = (
    _p(
        "State television in Karvonia showed Harl waving from the door of his carriage, with the"
        " army’s chief of staff and the head of the ministry that runs the country’s munitions"
        " works a step behind him."
    ),
    Item(
        kind=BlockKind.RELATED,
        html="What Velmar Wants From Its Oldest Ally",
        href="/analysis/what-velmar-wants-from-its-oldest-ally-a1031",
    ),
    _p(
        "That company leaves little doubt about what is for sale. Velmar’s guns in the Sarn valley"
        " have been firing faster than its foundries can cast, and Karvonia is thought to own one"
        " of the largest stocks of ammunition that fits them."
    ),
    _p(
        "Harl could offer as many as 270,000 artillery shells in a first delivery, according to a"
        ' diplomat of the <a href="/topics/coastal-league">Coastal League</a> who has seen the'
        " alliance’s estimate and asked not to be named."
    ),
    Item(kind=BlockKind.HEADING, html="A price in wheat and satellites"),
    _p("In return, analysts expect the visitor to bring a list of his own:"),
    Item(kind=BlockKind.LIST_ITEM, html="wheat and diesel before the first snow;"),
    Item(
        kind=BlockKind.LIST_ITEM,
        html="help with a reconnaissance satellite that has failed twice this year;",
    ),
    Item(
        kind=BlockKind.LIST_ITEM,
        html="permits for 5,000 Karvonian labourers on Velmar’s building sites.",
    ),
    Item(
        kind=BlockKind.QUOTATION,
        html="“He is not coming for the scenery. He is coming because, for once, he has something"
        " that the other side needs,” said Lena Marrick, who studies both countries at Tarn"
        " University.",
    ),
    _p(
        "The Coastal League, which has kept an arms embargo on Karvonia since 2006, said that any"
        " sale would be a breach and “would not be left without an answer”."
    ),
    _p(
        "Harl, who is said to be wary of flying, last travelled abroad by the same train in 2019,"
        " when he met Oresku in the port of Lodrava. That meeting ended without a signed"
        " agreement."
    ),
    _p(
        "Railway staff said the train was expected to go on to the Vostra launch site, some 1,200"
        " kilometres to the north-west, which at its usual pace takes the better part of a day."
    ),
)


def report(published: datetime) -> Edition:
    """Return the story as it is first published."""
    return Edition(
        section="World",
        headline="Karvonia’s Harl Arrives in Velmar by Armoured Train for Talks With Oresku",
        standfirst="The reclusive leader’s first journey abroad in four years is expected to end"
        " with shells going one way and wheat, fuel and know-how the other.",
        authors=("Mira Tallis", "Jonas Eeke"),
        published=published,
        modified=published,
        photo=Photo(
            path="/photos/train.svg",
            alt="An armoured train at dusk",
            caption="Tomas Harl’s train on the bridge outside Khavan Junction on Tuesday morning.",
            credit="Ida Solvay / Northern Wire",
        ),
        body=_BEFORE_REMARKS + _AFTER_REMARKS,
        contributed="Northern Wire contributed reporting from Astrel.",
        tags=("Karvonia", "Velmar", "Diplomacy", "Arms trade"),
    )


def disclosed_update(edition: Edition) -> Edition:
    """Return the story with the spokesman's remarks, and with the note that says so."""
    return replace(
        edition,
        modified=edition.published + timedelta(minutes=47),
        note="Updated with Pell’s remarks about Vosk.",
        body=_BEFORE_REMARKS + _REMARKS + _AFTER_REMARKS,
    )


def silent_edit(edition: Edition) -> Edition:
    """Return the story with one figure changed, and nothing that says so."""
    body = tuple(
        replace(item, html=item.html.replace("270,000", "370,000")) for item in edition.body
    )
    return replace(edition, body=body)


def new_headline(edition: Edition) -> Edition:
    """Return the story under another headline, at the same address."""
    return replace(edition, headline="Harl Comes to Velmar to Sell Shells, and Oresku Needs Them")


def quiet_story(published: datetime) -> Edition:
    """Return the story that nobody edits; the page around it never stands still."""
    return Edition(
        section="Culture",
        headline="Sennet’s Tide Mill Grinds Again After Six Years",
        standfirst="Volunteers have put the oldest working wheel on the estuary back into the"
        " water.",
        authors=("Orla Finch",),
        published=published,
        modified=published,
        photo=Photo(
            path="/photos/mill.svg",
            alt="A mill at the water",
            caption="The mill at Sennet on its first working tide.",
            credit="Ruben Aske",
        ),
        body=(
            _p(
                "SENNET — At nine minutes past the turn of the tide, with half the village on the"
                " quay, the great wheel of Sennet’s mill moved for the first time in six years."
            ),
            _p(
                "It took 140 volunteers, 11 tonnes of oak and a legal quarrel over eels to get it"
                " that far. The mill has stood on the estuary since 1684 and ground flour until a"
                " storm broke its sluice."
            ),
            _p(
                "“You feel it in the floor before you hear it,” said Hanne Ostby, the miller, who"
                " learned the trade from a manual and from the one man left who had practised it."
            ),
            Item(
                kind=BlockKind.RELATED,
                html="The Quiet Return of the Village Bakery",
                href="/culture/the-quiet-return-of-the-village-bakery-a0951",
            ),
            _p(
                "The wheel turns for about four hours after each high water. The trust that owns"
                " the mill hopes to grind 30 sacks a month, and to sell every one of them to the"
                " bakery across the lane."
            ),
        ),
        tags=("Heritage", "Crafts"),
    )
