"""How the demo tells its story on the terminal; plain lines where it is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from monitor.demo.hook import Call
from monitor.demo.mail import Mail
from monitor.demo.steps import Step


class Narrator:
    """Writes to a console; knows no more than it is told."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def opening(self, *, site: str, mailbox: str, webhook: str, command: str) -> None:
        """Say what has been started."""
        grid = Table.grid(padding=(0, 2))
        grid.add_row("newspaper", Text(site, style="bold"))
        grid.add_row("mailbox", mailbox)
        grid.add_row("webhook", webhook)
        grid.add_row("monitor", Text(f"$ {command}", style="cyan"))
        title = "The Meridian Courier is on the air, and the monitor reads it"
        self.console.print(Panel(grid, title=title, border_style="dim", expand=False))

    def heading(self, number: int, of: int, title: str, outlet: str) -> None:
        """Begin a step: what the outlet does."""
        self.console.print()
        self.console.rule(f"[bold]{number} of {of} · {title}[/]", align="left", style="dim")
        self.console.print(Text(outlet, style="italic"))

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Turn a wheel while the body runs."""
        with self.console.status(what):
            yield

    def good(self, text: str) -> None:
        """Say what was seen to work."""
        self.console.print(Text.assemble(("✓ ", "bold green"), text), soft_wrap=True)

    def bad(self, text: str) -> None:
        """Say what did not."""
        self.console.print(Text.assemble(("✗ ", "bold red"), text), soft_wrap=True)

    def caught(self, step: Step, seconds: float, mail: Mail, call: Call) -> None:
        """Show the alerts about a step."""
        word = "told as gone" if step.kind == "gone" else "caught"
        self.good(f"{word} {seconds:.1f} seconds later, once in each channel")
        grid = Table.grid(padding=(0, 2))
        grid.add_row("  e-mail", Text(mail.subject, style="bold"))
        if mail.path:
            grid.add_row("", Text(shorter(mail.path.with_suffix(".html")), style="dim"))
        grid.add_row("  webhook", f"signature verified, id {call.id}")
        if call.path:
            grid.add_row("", Text(shorter(call.path), style="dim"))
        self.console.print(grid)

    def shows(self, command: str) -> None:
        """Show a command; what it prints follows."""
        self.console.print(Text(f"\n$ {command}", style="cyan"), soft_wrap=True)

    def closing(self, verdict: str, places: tuple[tuple[str, Path], ...]) -> None:
        """Say where to look."""
        grid = Table.grid(padding=(0, 2))
        for what, path in places:
            grid.add_row(what, Text(shorter(path), style="bold"))
        self.console.print()
        self.console.print(Panel(grid, title=verdict, border_style="green", expand=False))


def shorter(path: Path) -> str:
    """Return a path from here, where it is below here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
