"""`python -m monitor` and the command `monitor`.

The command line is imported only when it runs: worker processes import this module again, and
they must stay small.
"""

from __future__ import annotations

from importlib import import_module


def main() -> None:
    """Run the command line."""
    import_module("monitor.cli").main()


if __name__ == "__main__":
    main()
