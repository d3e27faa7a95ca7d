"""A loan between two boards, as either of them sees it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.loan import LentPerson, LoanAsk, LoanHours, LoanSide, LoanState


@dataclass(frozen=True, slots=True, repr=False)
class SentInvite:
    """What the borrowing board has sent for one of those who were named."""

    name: str
    link: str
    server: str
    code: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LoanView:
    """`id`: of the letter that asked, hex. `hours`: None before there are any. `waits`: what was said last has not
    reached the other board yet."""

    id: str
    side: LoanSide
    state: LoanState
    board: str
    board_name: str
    ask: LoanAsk
    session_id: str = ""
    people: tuple[LentPerson, ...] = ()
    refused_because: str = ""
    invited: bool = False
    invites: tuple[SentInvite, ...] = ()
    hours: LoanHours | None = None
    asked_at: datetime | None = None
    waits: bool = False
