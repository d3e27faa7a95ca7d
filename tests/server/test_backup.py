"""Backup while serving, restore into the other engine too, and what is not whole is refused."""

import contextlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.protocol.circle import Circle
from sync.server.cli import main
from tests.server.crowd import check_whole
from tests.server.filled import everything, filled_town
from tests.server.people import found_town
from tests.server.served_here import ServedHere

_OF_THIS_LIFE = {"server_epoch", "challenge_secret", "healing"}


def _command(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def source(new_database, tmp_path_factory):
    """A server of its own: what is in a backup must not depend on what other tests left."""
    with ServedHere(tmp_path_factory.mktemp("source"), database=new_database()) as running:
        filled_town(running, name="Backup")
        yield running


@pytest.fixture(scope="module")
def taken(source, tmp_path_factory):
    path = tmp_path_factory.mktemp("taken") / "night.backup"
    code, out, err = _command("backup", str(path), "--database", str(source.database))
    assert (code, err) == (0, ""), err
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """A database of either engine, whatever the backup was made of."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").new_database()
    return str(tmp_path / "restored.sqlite3")


def test_what_was_backed_up_is_there_after_the_restore_on_either_engine(source, taken, empty):
    before = everything(str(source.database))
    code, out, _ = _command("restore", str(taken), "--database", empty)
    after = everything(empty)
    checked, said, _ = _command("check", "--database", empty)
    kept = set(before) - {"tokens", "used_challenges", "boards"}

    assert code == 0
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert (after["tokens"], after["used_challenges"]) == ([], [])
    assert (checked, "0 problems" in said) == (0, True)
    [old], [new] = before["boards"], after["boards"]
    assert {name for name in old if old[name] != new[name]} == _OF_THIS_LIFE
    assert f"{sum(len(rows) for rows in after.values())} rows" in out


def test_a_backup_is_never_written_over_what_is_there(source, taken, empty):
    _command("restore", str(taken), "--database", empty)
    before = everything(empty)
    code, _, err = _command("restore", str(taken), "--database", empty)

    assert code == 1
    assert "Restore into an empty one" in err
    assert everything(empty) == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "longer", "empty", "other"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(taken, tmp_path, damage):
    raw = taken.read_bytes()
    middle = len(raw) // 2
    damaged = {
        "cut": raw[:-40],
        "flipped": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
        "longer": raw + b"\0",
        "empty": b"",
        "other": b"PK\3\4" + raw,
    }
    path, database = tmp_path / "damaged", tmp_path / "d.sqlite3"
    path.write_bytes(damaged[damage])
    code, out, err = _command("restore", str(path), "--database", str(database))
    why = "damaged or was cut short" if damage in ("cut", "flipped", "longer") else "not a backup"

    assert (code, out) == (1, "")
    assert why in err
    assert not database.exists()


def test_a_backup_cut_anywhere_or_changed_anywhere_is_refused(taken, tmp_path):
    raw, path = taken.read_bytes(), tmp_path / "damaged"
    step = max(1, len(raw) // 60)
    for place in range(0, len(raw), step):
        for damaged in (raw[:place], raw[:place] + bytes([raw[place] ^ 4]) + raw[place + 1 :]):
            path.write_bytes(damaged)
            code, _, err = _command("restore", str(path), "--database", str(tmp_path / "d.sqlite3"))
            assert (code, err.count("\n")) == (1, 1)


def test_a_backup_of_a_newer_version_is_told(taken, tmp_path):
    raw = taken.read_bytes()
    path = tmp_path / "newer"
    path.write_bytes(raw[:8] + b"\x63" + raw[9:])

    assert "newer version" in _command("restore", str(path), "--database", str(tmp_path / "d.sqlite3"))[2]


def test_a_backup_holds_no_key_that_lets_anybody_in(source, taken):
    [board] = everything(str(source.database))["boards"]

    assert board["challenge_secret"] not in taken.read_bytes()
    assert taken.stat().st_mode & 0o077 == 0


def test_a_backup_that_cannot_be_written_is_told(source, tmp_path):
    code, _, err = _command("backup", str(tmp_path / "no" / "b"), "--database", str(source.database))

    assert (code, "cannot be written here" in err) == (1, True)


def test_a_backup_made_while_phones_push_is_of_one_moment(new_database, tmp_path):
    with ServedHere(tmp_path / "busy", database=new_database()) as server:
        town = found_town(server)
        circle, done = Circle.of_board(), threading.Event()
        with ThreadPoolExecutor(1) as pool:
            pushing = pool.submit(_push_until, done, town.supervisor, circle)
            paths = [tmp_path / str(number) for number in range(3)]
            codes = [_command("backup", str(path), "--database", str(server.database))[0] for path in paths]
            done.set()
            pushed = pushing.result()
    checks = []
    for path in paths:
        restored = str(path) + ".sqlite3"
        _command("restore", str(path), "--database", restored)
        checks.append(_command("check", "--database", restored)[0])
        rows = everything(restored)["envelopes"]
        check_whole([(row["seq"], row["hash"], row["envelope"]) for row in rows])

    assert (codes, checks) == ([0] * 3, [0] * 3)
    assert pushed > 0


def _push_until(done: threading.Event, phone, circle: Circle) -> int:
    count = 0
    while not done.is_set():
        count += len(phone.push(*(phone.envelope(circle) for _ in range(5))))
    return count
