"""The shell: asks hubs to tell us of updates, and hears them. What it means is in `websub`."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from monitor.discover import websub
from monitor.errors import StoreError
from monitor.model import PostAnswer, Subscription
from monitor.ports import Clock, SubscriptionStore

PATH = "/websub/"
"""Where hubs call, below our public address."""
_AT_ONCE = 4
"""Hubs that are asked side by side."""
_MOST_REDIRECTS = 3
_TIMEOUT = timedelta(seconds=15)
_ROUNDS = timedelta(seconds=5)
"""From one round to the next: what is wanted is asked of the store, of all its sources."""
_TROUBLE = timedelta(seconds=30)
_RANDOM = 32
"""Bytes of a secret, and of what makes a callback's address unguessable."""
_FORM = {"content-type": "application/x-www-form-urlencoded"}

Post = Callable[[str, Mapping[str, str], bytes, timedelta], Awaitable[PostAnswer]]
"""Address, headers, body, patience: a POST through the gate, which follows no redirect."""

log = structlog.get_logger()


@dataclass(kw_only=True)
class Subscriber:
    """Subscribes to sources that name a hub, and lets them be due when the hub tells of them."""

    store: SubscriptionStore
    post: Post
    clock: Clock
    public_url: str
    """Scheme and host under which hubs reach us."""
    _round: asyncio.Task[None] | None = None
    _stopping: bool = False
    _resting_until: float = field(default=float("-inf"))

    # --- towards hubs --------------------------------------------------------------------------

    async def tick(self) -> None:
        """Start on what hubs are to be asked. Never waits for one."""
        resting = self.clock.monotonic() < self._resting_until
        if not (self._stopping or resting or (self._round and not self._round.done())):
            self._rest(_ROUNDS)
            self._round = asyncio.create_task(self._round_safely())

    async def stop(self) -> None:
        """Ask nobody any more. Who was being asked is asked again after the next start."""
        self._stopping = True
        if self._round is not None:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)

    async def go_round(self) -> None:
        """Leave what is not wanted, subscribe to what is, and ask the hubs whose time has come."""
        now = self.clock.now()
        for unwanted in await self.store.unwanted_subscriptions(_AT_ONCE):
            await self.store.put_subscription(websub.leave(unwanted, now))
        for wish in await self.store.hub_wishes(_AT_ONCE):
            callback, secret = (secrets.token_urlsafe(_RANDOM) for _ in range(2))
            fresh = websub.subscription_for(wish, callback, secret, now)
            await self.store.put_subscription(fresh)
        due = await self.store.due_subscriptions(_AT_ONCE)
        await asyncio.gather(*map(self._ask, due))

    async def _ask(self, subscription: Subscription) -> None:
        """Ask a hub. What is asked is written down first: it may call before it answers."""
        asked = websub.ask(subscription, self.clock.now())
        if asked is None:
            await self.store.end_subscription(subscription.callback)
            return
        if not await self.store.put_subscription(asked):
            return
        answer = await self._post(asked)
        about = {"source": asked.source_id, "hub": asked.hub}
        refusal = websub.refused(asked, answer, self.clock.now())
        if refusal is None:
            log.debug("hub asked", **about)
            return
        log.warning("hub not reached", **about, why=refusal.detail)
        await self.store.put_subscription(refusal)

    async def _post(self, asked: Subscription) -> PostAnswer:
        form = websub.question(asked, self.public_url + PATH + asked.callback)
        url: str | None = asked.hub
        answer = PostAnswer()
        for _ in range(_MOST_REDIRECTS + 1):
            if url is None:
                break
            answer = await self.post(url, _FORM, form, _TIMEOUT)
            url = websub.redirect_of(url, answer)
        return answer

    async def _round_safely(self) -> None:
        try:
            await self.go_round()
        except StoreError as error:
            log.error("cannot write; trying again soon", error=str(error), hint=error.hint)
            self._rest(_TROUBLE)
        except Exception:
            # Whatever it is: a bug over one hub must not stop the daemon, nor fill its log.
            log.exception("asking hubs failed on a bug of ours")
            self._rest(_TROUBLE)

    def _rest(self, span: timedelta) -> None:
        self._resting_until = self.clock.monotonic() + span.total_seconds()

    # --- from hubs -----------------------------------------------------------------------------

    async def known(self, callback: str) -> Subscription | None:
        """Return the subscription that a hub calls by `callback`. Raises StoreError."""
        return await self.store.subscription(callback)

    async def confirm(
        self, subscription: Subscription, query: Iterable[tuple[str, str]]
    ) -> str | None:
        """Return what a hub that asks for our intent is answered; None: we did not ask for that.

        Raises StoreError.
        """
        verdict = websub.verify(subscription, query, self.clock.now())
        if verdict is None:
            return None
        about = {"source": subscription.source_id, "hub": subscription.hub}
        if verdict.subscription is None:
            await self.store.end_subscription(subscription.callback)
            log.info("told by its hub no longer", **about)
            return verdict.answer
        if not await self.store.put_subscription(verdict.subscription):
            return None
        status = verdict.subscription.status
        log.info("its hub says", **about, status=status, why=verdict.subscription.detail)
        return verdict.answer

    async def hear(self, callback: str) -> None:
        """Look at a source that its hub told of; once a minute at most. Raises StoreError."""
        subscription = await self.known(callback)  # a message takes its time, others come meanwhile
        if subscription is None:
            return
        at = websub.look_after(subscription.told_at, self.clock.now())
        if at is not None:
            await self.store.hear_hub(callback, at)
            log.debug("told by its hub", source=subscription.source_id)
