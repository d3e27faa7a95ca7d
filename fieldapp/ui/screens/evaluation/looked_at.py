"""Which figures are looked at: those of one session, or of all that are linked to its incident."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldapp.actions import evaluating, linking, measuring
from fieldapp.actions.phone import Phone
from fieldapp.domain.figures import Figures
from fieldapp.ui.hooks import use_optional


@dataclass(frozen=True, slots=True)
class LookedAt:
    found: Figures | None
    is_joint: bool
    look_at: Callable[[bool], None]


def use_figures(phone: Phone, session_id: str) -> LookedAt:
    """Counted in a thread: there may be ten thousand visits. A hook."""
    found, set_found = use_optional(Figures)
    is_joint, set_joint = ft.use_state(False)

    async def count() -> None:
        if evaluating.may_evaluate(phone):
            set_found(await asyncio.to_thread(measuring.figures, phone, which(phone, session_id, is_joint=is_joint)))

    ft.use_effect(count, [session_id, is_joint])
    return LookedAt(found, is_joint, set_joint)


def which(phone: Phone, session_id: str, *, is_joint: bool) -> tuple[str, ...]:
    others = [one.id for one in linking.linked_to(phone, session_id)] if is_joint else []
    return (session_id, *others)
