"""A small web on loopback, and whether the daemon is its good guest.

It has to find all articles, miss no edit, tell nothing false, and keep to each host's limits:
`python -m bench.web --seed 1` runs it.
"""
