"""Run the comparison; write docs/cadence/results.json, the tables and the plots.

python -m bench.cadence [--seeds 5] [--jobs 2] [--out docs/cadence] [--draw-only]
python -m bench.cadence --store snapshots [--budget 60]
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.cadence.history import read
from bench.cadence.policies import BOUNDS, OURS, RIVALS, KnowsTheLaw, Policy
from bench.cadence.report import table, write
from bench.cadence.simulate import Score, at_budget, run
from bench.cadence.worlds import WORLDS, Story, World, draw

BUDGET = 60.0
"""Looks at an article in 30 days, in every world."""
FURTHER = (30.0, 100.0)
"""In the first world and the last."""
PARTS = 5
"""Of a history, each of which stands for a seed."""

Row = dict[str, float | str | int]
Case = tuple[World, int, float | None, bool]


def main() -> None:
    options = _options()
    if options.store is not None:
        print(table(_history(options.store, options.budget), "store", options.budget))
        return
    path = options.out / "results.json"
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.draw_only:
        with ProcessPoolExecutor(options.jobs) as pool:
            rows: list[Row] = []
            for more in pool.map(_case, list(_cases(options.seeds))):
                rows += more
                path.write_text(json.dumps(rows) + "\n")
    write(json.loads(path.read_text()), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/cadence"))
    parser.add_argument("--draw-only", action="store_true")
    parser.add_argument("--store", type=Path, help="a data folder, in place of drawn articles")
    parser.add_argument("--budget", type=float, default=BUDGET, help="looks an article")
    return parser.parse_args()


def _cases(seeds: int) -> Iterable[Case]:
    """Yield a world, a seed, a budget, and whether of the bounds; no budget: each rival as
    published, and ours at its."""
    for seed in range(seeds):
        for world in WORLDS:
            yield world, seed, BUDGET, False
        yield WORLDS[0], seed, BUDGET, True
    for seed in range(seeds):
        for world in (WORLDS[0], WORLDS[-1]):
            for budget in (None, *FURTHER):
                yield world, seed, budget, False


def _case(case: Case) -> list[Row]:
    world, seed, budget, bounds = case
    stories = draw(world, seed)
    if budget is None:
        return _as_published(world, seed, stories)
    rows = []
    for one in BOUNDS if bounds else _heard(world):
        score = at_budget(_told(one, world), stories, budget, _start(budget))
        rows.append(_row(world.name, seed, budget, one, score))
    return rows


def _heard(world: World) -> list[type[Policy]]:
    return [one for one in (*RIVALS, *OURS) if world.hinting or not one.hints]


def _as_published(world: World, seed: int, stories: Sequence[Story]) -> list[Row]:
    rows = []
    for rival in [one for one in RIVALS if one.published]:
        score = run(rival(1.0), stories)
        rows.append(_row(world.name, seed, 0, rival, score))
        ours = at_budget(OURS[0], stories, score.looks, _start(score.looks))
        rows.append({**_row(world.name, seed, 0, OURS[0], ours), "against": rival.name})
    return rows


def _history(folder: Path, budget: float) -> list[Row]:
    """Return what policies make of the articles in a data folder, part by part."""
    stories = read(folder)
    parts = [
        tuple(story for story in stories if zlib.crc32(str(story.found).encode()) % PARTS == part)
        for part in range(PARTS)
    ]
    return [
        _row("store", number, budget, one, at_budget(one, part, budget, _start(budget)))
        for number, part in enumerate(parts)
        if any(story.edits for story in part)
        for one in (*RIVALS, OURS[0])
    ]


def _start(budget: float) -> float:
    """Return a scale from which ours has not far to go."""
    return 0.6 * (60 / budget) ** 2


def _told(policy: type[Policy], world: World) -> type[Policy]:
    """Return `policy`; a bound is told the world's law."""
    if not issubclass(policy, KnowsTheLaw):
        return policy
    return type(policy.__name__, (policy,), {"world": world})


def _row(world: str, seed: int, budget: float, policy: type[Policy], score: Score) -> Row:
    return {
        "world": world,
        "seed": seed,
        "budget": budget,
        "policy": policy.name,
        "looks": round(score.looks, 2),
        "edits": len(score.delays),
        "delay": round(score.delay / 60, 2),
        "median": round(score.median / 60, 2),
        "missed": round(score.missed, 5),
    }


if __name__ == "__main__":
    main()
