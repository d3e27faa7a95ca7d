"""Supporters whom one board lends another: asked for, named or refused, at work, ended. P1: no visitor is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_instant, as_text, as_texts
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.roster import LANGUAGE_CHARACTERS, NAME_CHARACTERS, holds_personal_number
from sync.errors import FixAndRetry

MOST_PEOPLE: Final = 20
NEEDS_CHARACTERS: Final = 120
FUNCTION_CHARACTERS: Final = 60
REASON_CHARACTERS: Final = 120


class LoanIncomplete(FixAndRetry):
    """Write how many are needed, from when to when, and which function has agreed to it."""


class LoanNamesSomebody(FixAndRetry):
    """This looks like a personal identity number. A loan holds none. Take it away and send again."""


class NobodyChosen(FixAndRetry):
    """Choose who is to be lent, or say no with a reason."""


class LoanReasonMissing(FixAndRetry):
    """Write why nobody can be lent, so that they can ask somebody else."""


class LoanSide(StrEnum):
    BORROWS = "borrows"
    LENDS = "lends"


class LoanState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LoanAsk:
    """`needs`: languages and skills as a short note, never a name. `agreed_by`: by function."""

    people: int = 0
    begins: datetime | None = None
    ends: datetime | None = None
    needs: str = ""
    agreed_by: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "begins": self.begins.isoformat() if self.begins else "",
            "ends": self.ends.isoformat() if self.ends else "",
            "needs": self.needs.strip()[:NEEDS_CHARACTERS],
            "agreed_by": self.agreed_by.strip()[:FUNCTION_CHARACTERS],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "LoanAsk":
        """Never fails: another board may have a newer app."""
        people = said.get("people")
        return cls(
            people=people if isinstance(people, int) and 0 < people <= MOST_PEOPLE else 0,
            begins=as_instant(said.get("begins")),
            ends=as_instant(said.get("ends")),
            needs=as_text(said.get("needs"))[:NEEDS_CHARACTERS],
            agreed_by=as_text(said.get("agreed_by"))[:FUNCTION_CHARACTERS],
        )


def check_ask(ask: LoanAsk) -> None:
    """Raises LoanIncomplete, LoanNamesSomebody."""
    whole = 0 < ask.people <= MOST_PEOPLE and ask.begins and ask.ends and ask.begins < ask.ends
    if not whole or not ask.agreed_by.strip():
        raise LoanIncomplete
    if holds_personal_number(ask.needs) or holds_personal_number(ask.agreed_by):
        raise LoanNamesSomebody


@dataclass(frozen=True, slots=True, repr=False)
class LentPerson:
    """`member`: her id in the roster of her own board, "" where it is not known."""

    name: str
    languages: tuple[str, ...] = ()
    member: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the other board is told: her id at home is not its business."""
        return {"name": self.name, "languages": list(self.languages)}

    @classmethod
    def from_json(cls, said: Any) -> "LentPerson | None":
        if not isinstance(said, Mapping) or not as_text(said.get("name")).strip():
            return None
        spoken = (one[:LANGUAGE_CHARACTERS] for one in as_texts(said.get("languages")))
        return cls(as_text(said["name"]).strip()[:NAME_CHARACTERS], tuple(spoken), as_text(said.get("member")))


def people_of(written: Any) -> tuple[LentPerson, ...]:
    found = (LentPerson.from_json(one) for one in written) if isinstance(written, list) else ()
    return tuple(one for one in found if one)[:MOST_PEOPLE]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Loan:
    """What this board has written down of it; what the other board has said lies in its letters.

    `id`: that of the letter which asked, hex; the same in both boards.
    """

    id: str
    side: LoanSide = LoanSide.BORROWS
    board: str = ""
    session_id: str = ""
    ask: LoanAsk = LoanAsk()
    people: tuple[LentPerson, ...] = ()
    refused_because: str = ""
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    invited: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Loan":
        said = shown(record, "ask")
        return cls(
            id=as_text(shown(record, "letter")),
            side=as_choice(LoanSide, shown(record, "side")) or LoanSide.BORROWS,
            board=as_text(shown(record, "board")),
            session_id=as_text(shown(record, "session_id")),
            ask=LoanAsk.from_json(said) if isinstance(said, Mapping) else LoanAsk(),
            people=people_of(shown(record, "people")),
            refused_because=as_text(shown(record, "refused_because")),
            asked_at=as_instant(shown(record, "asked_at")),
            ended_at=as_instant(shown(record, "ended_at")),
            invited=shown(record, "invited") is True,
        )


@dataclass(frozen=True, slots=True)
class LoanHours:
    """How long those who were lent have worked, and how many they were."""

    people: int
    worked: timedelta

    def to_json(self) -> dict[str, int]:
        return {"people": self.people, "minutes": int(self.worked.total_seconds() // 60)}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "LoanHours":
        people, minutes = said.get("people"), said.get("minutes")
        return cls(
            people if isinstance(people, int) else 0,
            timedelta(minutes=minutes if isinstance(minutes, int) and 0 <= minutes < 10**7 else 0),
        )
