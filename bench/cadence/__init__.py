"""A simulator that compares, at equal requests, when policies look at articles again.

    python -m bench.cadence --seeds 8

Ours is the code of `monitor.cadence` that production runs. Writes tables and plots to docs/cadence.
"""
