"""The .po files of a language, one for each area, and the .mo they make together."""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.catalogues.found import ROOT, Key, Message

LANGUAGES = ("sv", "en")
AREAS = ("shell", "supporter", "coordinator", "supervisor", "errors", "domain")
# The same catalogue has to give the same bytes tomorrow.
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)

Books = dict[str, Catalog]


def read(language: str, root: Path = ROOT) -> Books:
    return {area: _read_one(path(language, area, root), language) for area in AREAS}


def path(language: str, area: str, root: Path = ROOT) -> Path:
    return folder(language, root) / f"{area}.po"


def mo_path(language: str, root: Path = ROOT) -> Path:
    return folder(language, root) / "stodkedjan.mo"


def folder(language: str, root: Path = ROOT) -> Path:
    return root / "assets" / "locale" / language / "LC_MESSAGES"


def entries(books: Books) -> dict[Key, Entry]:
    return {_key(entry): entry for book in books.values() for entry in book if entry.id}


def add(books: Books, message: Message, *, is_english: bool) -> None:
    """A new text with its English in the English book and an empty place in the Swedish one."""
    forms = (message.msgid, message.plural) if message.plural else message.msgid
    empty = ("", "") if message.plural else ""
    books[message.area].add(forms, forms if is_english else empty, context=message.context or None)


def write(books: Books, language: str, area: str, root: Path = ROOT) -> None:
    target = path(language, area, root)
    target.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, books[area], width=0, omit_header=False)
    target.write_bytes(out.getvalue())


def compiled(books: Books, language: str) -> bytes:
    whole = _empty(language)
    for entry in entries(books).values():
        if _is_filled(entry):
            whole.add(entry.id, entry.string, context=entry.context)
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def is_filled(books: Books, key: Key) -> bool:
    entry = entries(books).get(key)
    return entry is not None and _is_filled(entry)


def _is_filled(entry: Entry) -> bool:
    return all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)


def _key(entry: Entry) -> Key:
    return (entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0])


def _read_one(source: Path, language: str) -> Catalog:
    if not source.exists():
        return _empty(language)
    read_back = read_po(io.BytesIO(source.read_bytes()), locale=language)
    book = _empty(language)
    for entry in read_back:
        if entry.id:
            book.add(entry.id, entry.string, context=entry.context, user_comments=entry.user_comments)
    return book


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Stödkedjan",
        version="1",
        creation_date=NO_TIME,
        revision_date=NO_TIME,
        fuzzy=False,
        charset="utf-8",
        copyright_holder="",
        last_translator="",
        language_team=language,
        header_comment="# Stödkedjan",
    )
