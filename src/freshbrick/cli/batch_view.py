"""A batch in words: what it costs, what it leaves alone, how it ended."""

from collections.abc import Iterator
from datetime import tzinfo

from freshbrick.cli.words import clock_time, plain, span
from freshbrick.client.wire import Batch, FailedRefresh, Progress
from freshbrick.model.clock import HOUR


def cost(batch: Batch, zone: tzinfo | None = None) -> str:
    """`12 refreshes · 48 calls · done in about 12 s`."""
    if not batch.enqueued and not batch.already_queued:
        return "Nothing to refresh."
    parts = []
    if batch.enqueued:
        parts += [_many(batch.enqueued, "refresh", "refreshes"), _many(batch.calls, "call", "calls")]
    if batch.already_queued:
        parts.append(f"{batch.already_queued:,} asked for already")
    if batch.ready_at is None:
        return " · ".join([*parts, "more than the quota ever allows"])
    left = batch.ready_at - batch.since  # both by the server's clock
    when = (
        f"in about {span(left)}" if left < HOUR else f"about {clock_time(batch.ready_at, batch.since, zone)}"
    )
    return " · ".join([*parts, f"done {when}"])


def left_alone(batch: Batch) -> Iterator[str]:
    """What is not asked for, and why."""
    if batch.throttled:
        yield f"{batch.throttled:,} refreshed less than a minute ago."
    if batch.not_found:
        yield f"{batch.not_found:,} unknown to BrickLink when it was asked last."
    if batch.backing_off:
        yield f"{batch.backing_off:,} failed lately and left alone for a while."


def endings(asked: Batch, progress: Progress) -> str:
    """Such as `11 refreshed, 1 failed.`, in a sentence."""
    if progress.left:
        return f"{progress.left:,} left."
    done = max(0, asked.enqueued + asked.already_queued - progress.failed)
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    return f"{done:,} refreshed{failed}."


def failed_line(failed: FailedRefresh) -> str:
    """Such as `price guide 3001/11: BrickLink did not answer.`, a line each."""
    what = plain(f"{failed.resource.replace('_', ' ')} {failed.key}")
    return f"{what}: {plain(failed.message or failed.code or 'failed')}"


def time_left(now: int, began: int, done: int, left: int, ready_at: int | None) -> int:
    """Milliseconds until all are done: by the pace so far, and not before quota and pace let the last one leave."""
    by_pace = (now - began) * left // done if done else 0
    return max(by_pace, (ready_at or now) - now, 0)


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
