"""A form that is being filled in, on a real phone's store."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.actions import drafts
from fieldapp.actions.errors import NoSession
from fieldapp.actions.phone import Phone
from fieldapp.ui.filling import Filling
from tests.journeys.people import Story
from tests.server.running import RunningServer


@dataclass(frozen=True, slots=True)
class Answers:
    age: str = ""
    note: str = ""


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    folder: Path = tmp_path_factory.mktemp("filling")
    with RunningServer(folder / "server") as server:
        story = Story(folder, server.url, server.new_claim_code())
        yield story.supervisor.phone
        story.end()


def filling(phone: Phone) -> Filling[Answers]:
    def to_json(form: Answers) -> dict[str, Any]:
        return {"age": form.age, "note": form.note}

    return Filling(phone, "test", Answers(), apply=replace, to_json=to_json)


def test_the_newest_answers_are_the_draft_however_fast_they_came(phone: Phone) -> None:
    async def story() -> None:
        form = filling(phone)
        for note in ("S", "Så", "Sår"):
            form.answer(age="30–64", note=note)
        await form.settled()

    asyncio.run(story())

    assert drafts.load(phone, "test") == {"age": "30–64", "note": "Sår"}


def test_a_form_with_something_left_is_not_saved(phone: Phone) -> None:
    saved: list[str] = []

    async def save() -> None:
        saved.append("once")

    form = filling(phone)
    asyncio.run(form.save(is_complete=False, act=save))

    assert form.tried
    assert not saved


def test_two_taps_save_once(phone: Phone) -> None:
    saved: list[str] = []

    async def save() -> None:
        saved.append("once")
        await asyncio.to_thread(drafts.discard, phone, "test")

    async def story() -> None:
        form = filling(phone)
        await asyncio.gather(*(form.save(is_complete=True, act=save) for _tap in range(2)))

    asyncio.run(story())

    assert saved == ["once"]


def test_what_went_wrong_is_said_and_the_answers_stay(phone: Phone) -> None:
    async def refuse() -> None:
        raise NoSession

    async def story() -> Filling[Answers]:
        form = filling(phone)
        form.answer(note="Nästa steg")
        await form.save(is_complete=True, act=refuse)
        return form

    form = asyncio.run(story())

    assert form.problem == NoSession().sentence()
    assert form.form.note == "Nästa steg"
    assert not form.busy
