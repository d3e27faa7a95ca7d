"""Opens what a crash left behind, in a process of its own, and says whether the promise held."""

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from fieldapp.store import outbox
from fieldapp.store.damage import StoreDamaged
from sync.errors import StodkedjanError
from tests.crash import sabotage
from tests.crash.children import in_child
from tests.crash.expected import Content, Expected, State
from tests.crash.power_loss import found_under
from tests.crash.subjects import JSON, PHONE, STORE, TABLES, Subject, content_of

NEXT_NUMBER = 90_001


class Verdict(StrEnum):
    FINE = "fine"
    REPORTED = "reported"
    NEXT_SYNC = "found at next sync"
    LOST = "LOST UNREPORTED"
    HALF = "HALF-APPLIED"


@dataclass(frozen=True, slots=True)
class Finding:
    """`missing`: how many steps at the end are not there."""

    verdict: Verdict
    why: str = ""
    missing: int = 0


def checked(subject: Subject, root: Path, expected: Expected, breaks: str | None = None) -> Finding:
    """The folder is opened, written to, and opened again."""

    def work(pipe: int) -> None:
        sabotage.put_in(breaks)
        finding = _finding(subject, root / PHONE, expected)
        os.write(pipe, f"{finding.verdict.name} {finding.missing} {finding.why}"[:2000].encode())

    ended = in_child(work)
    if not ended.finished:
        return Finding(Verdict.LOST, "the process that opened it broke; its traceback is on stderr")
    name, missing, why = ended.told.decode().split(" ", 2)
    return Finding(Verdict[name], why, int(missing))


def _finding(subject: Subject, folder: Path, expected: Expected) -> Finding:
    before = found_under(folder)
    try:
        key, content = _opened(subject, folder, expected)
    except StoreDamaged as error:
        return _reported(error, before == found_under(folder))
    except (StodkedjanError, ValueError, OSError) as error:
        return Finding(Verdict.LOST, f"does not open: {error!r}")
    finding = _judged(content, expected)
    if finding.verdict in (Verdict.FINE, Verdict.NEXT_SYNC):
        state = next(state for state in expected.ever if state.content == content)
        return _worse(finding, _gone_on(subject, folder, replace(state, key=key)))
    return finding


def _worse(one: Finding, other: Finding) -> Finding:
    return max(one, other, key=lambda finding: list(Verdict).index(finding.verdict))


def _reported(error: StoreDamaged, is_untouched: bool) -> Finding:
    if not is_untouched:
        return Finding(Verdict.LOST, "the damage was told, but the files were changed")
    return Finding(Verdict.REPORTED, repr(error))


def _opened(subject: Subject, folder: Path, expected: Expected) -> tuple[bytes, Content]:
    """With the newest key that opens it. Raises what the last of them raised."""
    keys = list(dict.fromkeys(state.key for state in expected.now))
    for key in keys[:-1]:
        try:
            return key, _content(subject, folder, key)
        except StoreDamaged:
            continue
    return keys[-1], _content(subject, folder, keys[-1])


def _content(subject: Subject, folder: Path, key: bytes) -> Content:
    # The tables' own app also reads what the store's app wrote: every table, whatever its name.
    app = (JSON if subject is JSON else TABLES).open(folder, key)
    content = content_of(app.database)
    app.close()
    return content


def _judged(content: Content, expected: Expected) -> Finding:
    if any(content == state.content for state in expected.now):
        return Finding(Verdict.FINE)
    if any(content == state.content for state in expected.ever):
        return _behind(content, expected)
    if _is_mixture(content, [state.content for state in expected.ever]):
        return Finding(Verdict.HALF, _difference(content, expected.acknowledged.content))
    return Finding(Verdict.LOST, "altered: " + _difference(content, expected.acknowledged.content))


def _behind(content: Content, expected: Expected) -> Finding:
    """Whole steps are missing at the end. The server was told of every acknowledged one; does it notice?"""
    acknowledged, past = expected.acknowledged.content, [state.content for state in expected.past]
    if _last_issued(content) < _last_issued(acknowledged):
        return Finding(Verdict.NEXT_SYNC, missing=past[::-1].index(content) + 1)
    return Finding(Verdict.LOST, "the last steps are missing: " + _difference(content, acknowledged))


def _last_issued(content: Content) -> int:
    """The device_seq that the next heartbeat names."""
    return max((int(row["seq"]) for row in content.get("issued", {}).values()), default=0)


def _is_mixture(content: Content, states: list[Content]) -> bool:
    """Every document is as some step left it, or missing; only together they never were."""
    return all(
        any(state.get(table, {}).get(number) == row for state in states)
        for table, rows in content.items()
        for number, row in rows.items()
    )


def _difference(found: Content, wanted: Content) -> str:
    counts = {
        table: f"{len(found.get(table, {}))} of {len(wanted.get(table, {}))}"
        for table in sorted({*found, *wanted})
        if found.get(table) != wanted.get(table)
    }
    return ", ".join(f"{table} {count}" for table, count in counts.items())


def _gone_on(subject: Subject, folder: Path, state: State) -> Finding:
    """The store goes on being one: it takes another step, and both are there at the next opening."""
    step = subject.one_more(NEXT_NUMBER)
    app = subject.open(folder, state.key)
    finding = _of_envelopes(app, state) if subject is STORE else Finding(Verdict.FINE)
    step.do(app)
    app.close()
    again = _content(subject, folder, state.key)
    if again != step.expect(state).content:
        return Finding(Verdict.LOST, "after one more step: " + _difference(again, step.expect(state).content))
    return finding


def _of_envelopes(app: Any, state: State) -> Finding:
    """What waits can be sent, also by a locked phone; a copy of what the server has may be damaged, not in a crash."""
    kind = outbox.Kind.ENVELOPE
    waits, spooled = outbox.waiting(app.store, kind), app.spool.waiting(kind)
    if {item.id.hex(): outbox.body_of(item.raw, item.watch) for item in waits} != _kept(state, outbox.WAITING):
        wanted = len(_kept(state, outbox.WAITING))
        return Finding(Verdict.LOST, f"{len(waits)} of {wanted} waiting envelopes can be sent")
    # In any order: the server takes them as they come.
    if {item.id: item for item in spooled} != {item.id: item for item in waits}:
        return Finding(Verdict.LOST, "a locked phone would not deliver what waits")
    if any(app.store.envelopes.item(bytes.fromhex(id_)) is None for id_ in _kept(state, outbox.SENT)):
        return Finding(Verdict.NEXT_SYNC, "copies of what the server has are gone")
    return Finding(Verdict.FINE)


def _kept(state: State, table: str) -> dict[str, bytes]:
    return {row["key"]: state.envelopes[row["key"]] for row in state.content.get(table, {}).values()}
