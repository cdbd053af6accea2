"""A small site whose pages share a line, and have another that turns, which no tag betrays."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest

from monitor.core import Wish
from monitor.demo.server import Answer, Request, Server
from monitor.model.memory import LEAST_ARTICLES
from monitor.wiring import open_monitor

PROMO = "Get our best reporting in your inbox, free of charge, on each working day."
TURNING = (
    "Hear all of it wherever you listen, and let your friends know of it too.",
    "Our app has it all, from breakfast to bedtime, wherever you happen to be.",
    "Puzzles, quizzes and a crossword: play them while the kettle boils.",
)
TOPICS = (
    ("Harbour bridge closes", "The old bridge will close on Monday, engineers said of its piers."),
    ("Museum shows silver hoard", "A hoard of silver coins went on show at the museum."),
    ("Rain ruins plum harvest", "Growers lost half of their plums to weeks of rain."),
    ("Night trains come back", "Sleeping cars will run to the coast again after a decade."),
    ("Bakers strike over flour", "Bakers left their ovens cold to protest against dear flour."),
    ("Otters return to canal", "Two otters and three cubs were counted below the old lock."),
    ("School drops homework", "Pupils will learn by themselves in the afternoon, a head said."),
    ("Clock tower loses hand", "The minute hand fell into the square, and no one was hurt."),
    ("Lighthouse keeper retires", "She has kept the lamp for forty years and now grows beans."),
)


@dataclass
class Paper:
    """What the site serves: its lines turn with each page that is asked for."""

    origin: str = ""
    asked: int = 0
    said: dict[str, str] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        name = request.path.rpartition("/")[2]
        if not name.isdecimal():
            return Answer(status=HTTPStatus.NOT_FOUND)
        self.asked += 1
        headline, text = TOPICS[int(name)]
        lines = (
            f"{text} That was the talk of the town for a day.",
            PROMO,
            f"{headline}: {self.said.get(name, 'officials gave no date for a decision')}.",
            TURNING[self.asked % len(TURNING)],
            f"{text} Nobody was surprised by that, as it had been expected for a while.",
            f"{text} So it may well go on like this until the end of the year, and longer.",
        )
        body = "".join(f"<p>{line}</p>" for line in lines)
        html = f"<title>{headline}</title><article><h1>{headline}</h1>{body}</article>"
        kind = ("content-type", "text/html; charset=utf-8")
        return Answer(status=HTTPStatus.OK, body=html.encode(), headers=(kind,))


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    made = Paper()
    server = Server(made.answer)
    await server.start()
    made.origin = server.origin
    yield made
    await server.stop()


async def test_a_new_article_is_read_by_what_the_others_taught_and_its_edit_is_heard(
    paper: Paper, tmp_path: Path
) -> None:
    host = paper.origin.partition("://")[2]
    *old, new = (f"{paper.origin}/news/{number}" for number in range(LEAST_ARTICLES + 1))
    config = tmp_path / "config.yaml"
    config.write_text(_config(tmp_path, old))
    async with open_monitor(config) as monitor:
        for _ in range(5):
            await monitor.check()
        lines = await monitor.memory.remembered_lines(host)
        left_out = {one.text for one in lines if one.left_out}
        assert left_out == {PROMO, *TURNING}

        # The ninth is read without them, and nothing false is told of it.
        await monitor.add(Wish(url=new))
        for _ in range(4):
            await monitor.check([new])
        history = await monitor.history(new)
        assert len(history.versions) == 1
        assert set(history.left_out) < left_out
        text = (await monitor.snapshot(new)).article.text
        assert "kept the lamp" in text and "no date for a decision" in text
        assert not any(line in text for line in left_out)

        # An edit is heard.
        paper.said["8"] = "officials named Tuesday as the day of a decision"
        await monitor.check([new])
        story = await monitor.diff(new)
        assert story.change is not None
        (edit,) = story.change.edits
        assert "Tuesday" in edit.after

        # After a reset the site is learned anew; what was decided for an article stands.
        assert await monitor.memory.forget(host)
        assert await monitor.memory.remembered(host) == frozenset()
        await monitor.check([new])
        assert PROMO not in (await monitor.snapshot(new)).article.text


def _config(folder: Path, urls: list[str]) -> str:
    fetch = {"delay": "0s", "allow_private": ["127.0.0.0/8"]}
    watches = [{"url": url} for url in urls]
    return json.dumps({"data": str(folder / "data"), "fetch": fetch, "watches": watches})
