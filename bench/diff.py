"""How long a comparison takes, as ratios: `python -m bench.diff`.

Beside it, in the same run, what others do with the same text: difflib on all words, and
`htmldiff` of lxml on the same paragraphs. CPU time, the best of a few runs each. Ours aligns
blocks and sentences too, and says what each edit is.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import partial

from lxml.html.diff import htmldiff

from monitor.diff import compare
from monitor.model import Article, Block, BlockKind

_WORDS = 60
"""Words of a paragraph."""
_CASES = (
    ("800 words, 3 edits", 13, 3, 20),
    ("5,000 words, 3 edits", 84, 3, 20),
    ("5,000 words, all paragraphs", 84, 84, 10),
    ("30,000 words, 3 edits", 500, 3, 10),
    ("30,000 words, all paragraphs", 500, 500, 5),
)


def main() -> None:
    """Print one line for each size of article."""
    dice = random.Random(1)
    words = ["".join(dice.choices("abcdefghij", k=dice.randint(2, 8))) for _ in range(4000)]
    for name, count, edits, runs in _CASES:
        old = [_paragraph(dice, words) for _ in range(count)]
        chosen = set(dice.sample(range(count), edits))
        new = [_edited(dice, words, p) if at in chosen else p for at, p in enumerate(old)]
        ours = _best(partial(compare, _article(old), _article(new)), runs)
        plain = _best(partial(_opcodes, _words(old), _words(new)), 3)
        lxml = _best(partial(htmldiff, _page(old), _page(new)), 1)
        print(
            f"{name:30} {_ms(ours)}   difflib {_ms(plain)} = {plain / ours:5.1f}"
            f"   htmldiff {_ms(lxml)} = {lxml / ours:5.1f}",
            flush=True,
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:8.1f} ms"


def _best(work: Callable[[], object], runs: int) -> float:
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _opcodes(old: list[str], new: list[str]) -> object:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _paragraph(dice: random.Random, words: list[str]) -> str:
    sentences = (" ".join(dice.choices(words, k=15)).capitalize() for _ in range(_WORDS // 15))
    return ". ".join(sentences) + "."


def _edited(dice: random.Random, words: list[str], paragraph: str) -> str:
    parts = paragraph.split()
    parts[dice.randrange(len(parts))] = dice.choice(words)
    return " ".join(parts)


def _article(texts: list[str]) -> Article:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    return Article(url="https://courier.example/a", headline="A", blocks=blocks, language="en")


def _words(texts: list[str]) -> list[str]:
    return " ".join(texts).split()


def _page(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


if __name__ == "__main__":
    main()
