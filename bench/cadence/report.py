"""The tables and plots of a comparison, from its rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any, TypeVar

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot

from bench.cadence.policies import BOUNDS, OURS, POLICIES, RIVALS
from bench.cadence.worlds import WORLDS

Row = dict[str, Any]
T = TypeVar("T")
_NAMES = [policy.name for policy in POLICIES]
_RIVALS = [policy.name for policy in RIVALS]
_OURS = [policy.name for policy in OURS]
_BOUNDS = [policy.name for policy in BOUNDS]


def write(rows: Sequence[Row], out: Path) -> None:
    """Write tables.md and the plots into `out`."""
    ends = (WORLDS[0].name, WORLDS[-1].name)
    parts = ["<!-- Written by `python -m bench.cadence`. -->\n"]
    parts.append("## At equal requests: 60 looks an article in 30 days\n")
    for world in WORLDS:
        parts.append(f"### `{world.name}`: {world.says}\n")
        parts.append(table(rows, world.name, 60.0))
    for budget, name in ((budget, name) for budget in (30.0, 100.0) for name in ends):
        parts.append(f"## `{name}` at {budget:.0f} looks\n")
        parts.append(table(rows, name, budget))
    parts.append("## Ours at just the requests that the others spend as published\n")
    parts += [_published_table(rows, name) for name in ends]
    (out / "tables.md").write_text("\n".join(parts))
    mpl.rcParams["svg.hashsalt"] = "cadence"
    _bars(rows, out / "delay.svg", "delay", "mean delay until an edit is seen, minutes")
    _bars(rows, out / "missed.svg", "missed", "share of versions overwritten unseen")
    for name in ends:
        _curves(rows, out / f"budget-{name}.svg", name)


def _pick(rows: Sequence[Row], **wanted: Any) -> list[Row]:
    return [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]


def _pooled(rows: Sequence[Row], field: str) -> float:
    """Return the mean over edits, not over seeds: a seed with more edits weighs more."""
    edits = sum(float(row["edits"]) for row in rows)
    return sum(float(row[field]) * float(row["edits"]) for row in rows) / max(edits, 1.0)


def _interval(rows: Sequence[T], of: Callable[[list[T]], float]) -> tuple[float, float]:
    """Return a 95 % bootstrap interval of `of`, drawing from `rows` (one a seed)."""
    chance = random.Random(7)
    draws = sorted(of(chance.choices(rows, k=len(rows))) for _ in range(1000))
    return draws[25], draws[974]


def table(rows: Sequence[Row], world: str, budget: float) -> str:
    """Return the table of a world at a budget, and what ours reaches against the best of others."""
    mine = _pick(rows, world=world, budget=budget)
    lines = ["| policy | looks | mean delay, min | median | missed |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name in _NAMES:
        some = _pick(mine, policy=name)
        if some:
            lines.append(f"| {name} | {fmean(r['looks'] for r in some):.1f} | {_cells(some)} |")
    lines.append("\n" + "\n".join(_verdicts(mine)))
    return "\n".join(lines) + "\n"


def _cells(some: Sequence[Row]) -> str:
    cells = []
    for field, unit in (("delay", 1), ("missed", 100)):
        low, high = _interval(some, partial(_pooled, field=field))
        end = " %" if unit == 100 else ""
        cells.append(
            f"{unit * _pooled(some, field):.1f}{end} ({unit * low:.1f} to {unit * high:.1f})"
        )
    return f"{cells[0]} | {fmean(r['median'] for r in some):.1f} | {cells[1]}"


def _verdicts(mine: Sequence[Row]) -> list[str]:
    """Say what ours reaches against the best of the others, each seed against its own twin."""
    by = {name: sorted(_pick(mine, policy=name), key=lambda row: row["seed"]) for name in _NAMES}
    lines = []
    for ours in (*_OURS, *_BOUNDS):
        for field in ("delay", "missed"):
            if not by[ours]:
                continue
            best = min(_RIVALS, key=lambda name: _pooled(by[name], field))
            twins = list(zip(by[ours], by[best], strict=True))
            ratio = _ratio(twins, field)
            low, high = _interval(twins, partial(_ratio, field=field))
            lines.append(
                f"- {ours}: {field} {ratio:.2f} ({low:.2f} to {high:.2f}) of the best, {best}"
            )
    return lines


def _ratio(twins: Sequence[tuple[Row, Row]], field: str) -> float:
    theirs = _pooled([row for _, row in twins], field)
    return _pooled([row for row, _ in twins], field) / max(theirs, 1e-9)


def _published_table(rows: Sequence[Row], world: str) -> str:
    mine = _pick(rows, world=world, budget=0)
    lines = [f"### `{world}`\n", "| policy | looks | mean delay, min | median | missed |"]
    lines.append("| --- | --- | --- | --- | --- |")
    groups: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in mine:
        groups[str(row.get("against", row["policy"]))][row["policy"]].append(row)
    for group in groups.values():
        for name, some in group.items():
            lines.append(f"| {name} | {fmean(r['looks'] for r in some):.1f} | {_cells(some)} |")
    return "\n".join(lines) + "\n"


def _bars(rows: Sequence[Row], path: Path, field: str, label: str) -> None:
    figure, axes = pyplot.subplots(figsize=(9, 4.5))
    shown = (*_RIVALS[1:], *_OURS)
    for place, name in enumerate(shown):
        heights = [
            _pooled(_pick(rows, world=world.name, budget=60.0, policy=name), field)
            for world in WORLDS
        ]
        at = [x + place / (len(shown) + 1.5) for x in range(len(WORLDS))]
        axes.bar(at, heights, width=1 / (len(shown) + 1.5), label=name)
    axes.set_xticks([x + 0.35 for x in range(len(WORLDS))], [one.name for one in WORLDS])
    axes.set_ylabel(label)
    axes.legend(fontsize=8)
    _save(figure, path)


def _curves(rows: Sequence[Row], path: Path, world: str) -> None:
    figure, both = pyplot.subplots(1, 2, figsize=(12, 4.5))
    for axes, field in zip(both, ("delay", "missed"), strict=True):
        for name in (*_RIVALS, *_OURS):
            some = [r for r in _pick(rows, world=world, policy=name) if r["budget"]]
            budgets = sorted({r["budget"] for r in some})
            heights = [_pooled(_pick(some, budget=one), field) for one in budgets]
            if some:
                axes.plot(budgets, heights, marker="o", label=name)
        axes.set_yscale("log")
        axes.set_xlabel("looks an article in 30 days")
    both[0].set_ylabel("mean delay, minutes")
    both[1].set_ylabel("share of versions overwritten unseen")
    both[0].set_title(f"world: {world}")
    both[0].legend(fontsize=8)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
