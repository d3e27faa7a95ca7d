"""What is to be said to another board once this board's log says it: kept until the letter that says it is written."""

from typing import Any

from fieldapp.store.store import Store, Write

_TABLE = "handover_intents"


def keep(write: Write, id_: str, said: dict[str, Any]) -> None:
    write.put(_TABLE, id_, {"said": said})


def kept(source: Store | Write, id_: str) -> dict[str, Any] | None:
    row = source.get(_TABLE, id_)
    return dict(row["said"]) if row else None


def forget(write: Write, id_: str) -> None:
    write.delete(_TABLE, id_)
