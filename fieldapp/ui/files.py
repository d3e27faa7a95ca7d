"""Giving a file to the person, and taking one from her, with what the platform has for that."""

from dataclasses import dataclass
from typing import Final

import flet as ft

STORED_AS: Final = "file_picker"


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    name: str
    content: bytes


async def give(name: str, content: bytes) -> bool:
    """Saves where the person says, in a browser as a download; False when she thought better of it."""
    page = ft.context.page
    chosen = await _picker().save_file(file_name=name, src_bytes=content)
    # A browser tells nobody where a download went.
    return bool(chosen) or page.web


async def take(suffix: str) -> Taken | None:
    """One file; None when she thought better of it."""
    picked = await _picker().pick_files(
        file_type=ft.FilePickerFileType.CUSTOM, allowed_extensions=[suffix], with_data=True
    )
    if not picked or picked[0].bytes is None:
        return None
    return Taken(picked[0].name, picked[0].bytes)


def _picker() -> ft.FilePicker:
    """One for each page: a service registers itself when it is made."""
    store = ft.context.page.session.store
    found = store.get(STORED_AS)
    if not isinstance(found, ft.FilePicker):
        found = ft.FilePicker()
        store.set(STORED_AS, found)
    return found
