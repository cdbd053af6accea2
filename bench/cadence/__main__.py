"""Run the comparison; write docs/cadence/results.json, the tables and the plots.

python -m bench.cadence [--seeds 4] [--jobs 2] [--out docs/cadence] [--draw-only]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.cadence.policies import POLICIES, KnowsTheLaw, Policy
from bench.cadence.report import write
from bench.cadence.simulate import Score, at_budget, run
from bench.cadence.worlds import WORLDS, World, draw

BUDGET = 60.0
"""Looks at an article in 30 days, in the main table."""
BUDGETS = (30.0, 100.0)
"""Further ones, in the first world and the last."""

Row = dict[str, float | str | int]


def main() -> None:
    options = _options()
    path = options.out / "results.json"
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.draw_only:
        with ProcessPoolExecutor(options.jobs) as pool:
            rows: list[Row] = []
            for more in pool.map(_case, list(_cases(options.seeds))):
                rows += more
                path.write_text(json.dumps(rows, indent=0) + "\n")
    write(json.loads(path.read_text()), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/cadence"))
    parser.add_argument("--draw-only", action="store_true")
    return parser.parse_args()


def _cases(seeds: int) -> Iterable[tuple[World, int, float | None]]:
    """Yield a world, a seed and a budget; no budget: each rival as published, and ours at its."""
    for seed in range(seeds):
        for world in WORLDS:
            yield world, seed, BUDGET
    for seed in range(seeds):
        for world in (WORLDS[0], WORLDS[-1]):
            for budget in (None, *BUDGETS):
                yield world, seed, budget


def _case(case: tuple[World, int, float | None]) -> list[Row]:
    world, seed, budget = case
    stories = draw(world, seed)
    policies = [one for one in POLICIES if world.hinting or not one.hints]
    if budget is not None:
        start = 0.5 * (BUDGET / budget) ** 2
        return [
            _row(world, seed, budget, one, at_budget(_bound(one, world), stories, budget, start))
            for one in policies
        ]
    rows = []
    for rival in [one for one in policies if one.published]:
        score = run(rival(1.0), stories)
        rows.append(_row(world, seed, 0, rival, score))
        for ours in [one for one in policies if one.ours]:
            row = _row(world, seed, 0, ours, at_budget(ours, stories, score.looks))
            rows.append({**row, "against": rival.name})
    return rows


def _bound(policy: type[Policy], world: World) -> type[Policy]:
    """Return `policy`; a bound is told the world's law."""
    if not issubclass(policy, KnowsTheLaw):
        return policy
    return type(policy.__name__, (policy,), {"world": world})


def _row(world: World, seed: int, budget: float, policy: type[Policy], score: Score) -> Row:
    return {
        "world": world.name,
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
