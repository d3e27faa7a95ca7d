"""What is wrong with the catalogues, as lines a person can act on, and how they are brought up to date."""

import string
from collections.abc import Iterator
from pathlib import Path

from tests.catalogues import books
from tests.catalogues.found import ROOT, messages


def problems(root: Path = ROOT) -> list[str]:
    return [problem for language in books.LANGUAGES for problem in _problems_in(language, root)]


def unused(root: Path = ROOT) -> list[str]:
    """Kept until somebody takes them away: another author's source may not be there yet."""
    wanted = messages(root)
    return sorted(
        {
            key[1]
            for language in books.LANGUAGES
            for key in books.entries(books.read(language, root))
            if key not in wanted
        }
    )


def update(root: Path = ROOT) -> int:
    """Adds what is new to the .po file of its area, touches no other file, compiles; the number of new texts."""
    added = 0
    wanted = messages(root)
    for language in books.LANGUAGES:
        shelf = books.read(language, root)
        fresh = [one for key, one in wanted.items() if key not in books.entries(shelf)]
        for message in fresh:
            books.add(shelf, message, is_english=language == "en")
        for area in sorted({one.area for one in fresh}):
            books.write(shelf, language, area, root)
        books.mo_path(language, root).write_bytes(books.compiled(shelf, language))
        added = max(added, len(fresh))
    return added


def _problems_in(language: str, root: Path) -> Iterator[str]:
    shelf = books.read(language, root)
    for key, message in messages(root).items():
        if not books.is_filled(shelf, key):
            where = message.places[0] if message.places else ""
            yield f"{language}/{message.area}.po: no translation of {message.msgid!r} {key[0]} ({where})"
    for key, entry in books.entries(shelf).items():
        if wrong := _other_places(entry.id, entry.string):
            yield f"{language}: {key[1]!r} and its translation fill in different things: {wrong}"
        if _says_more_often(entry.id, entry.string):
            yield f"{language}: {key[1]!r} is said more than once in its translation"
    mo = books.mo_path(language, root)
    if not mo.exists() or mo.read_bytes() != books.compiled(shelf, language):
        yield f"{language}: the .mo is not what the .po files say; run python -m tests.catalogues --update"


def _says_more_often(source: object, translation: object) -> bool:
    """Merging two branches can leave a translation there twice, one behind the other."""
    most = max(len(_places(one)) for one in _forms(source))
    return any(len(_places(one)) > most for one in _forms(translation))


def _other_places(source: object, translation: object) -> set[str]:
    sources, translations = _forms(source), _forms(translation)
    wanted = set().union(*(_fields(one) for one in sources))
    return set().union(*(_fields(one) - wanted for one in translations if one)) | (
        (wanted - set().union(*(_fields(one) for one in translations))) if all(translations) else set()
    )


def _forms(words: object) -> list[str]:
    return [words] if isinstance(words, str) else list(words)  # type: ignore[call-overload]


def _fields(words: str) -> set[str]:
    return set(_places(words))


def _places(words: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(words) if name]
