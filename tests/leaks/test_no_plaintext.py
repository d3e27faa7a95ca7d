"""What people say is searched for in every file that the phones and the server wrote, logs included."""

import contextlib
import json
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from fieldapp.actions import door, drafts, payload, people, persons, promises, sessions, visits
from fieldapp.actions.action import one_action
from fieldapp.actions.connecting import read_code
from fieldapp.actions.errors import NotAssigned
from fieldapp.actions.ledger import PhoneLedger
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.domain import codes
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.store import outbox, records
from fieldapp.store.outbox import Kind
from sync.client.errors import ServerUnreachable
from sync.errors import StodkedjanError
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope
from sync.protocol.statement import Statement
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.leaks.finder import hits
from tests.server.running import RunningServer

NAME = "Märta-Stina Åkerlöf"
NOTE = "Grät vid porten på Zebragatan 14"
PHONE = "070-555 43 21"
NEW_PHONE = "073-999 12 34"
AGREED = "Ring efter lunch, säg bara Viktoria"
SUPPORTER, COORDINATOR = "Ingegerd Stödjare", "Sigbritt Samordnare"
SITE, AREA = "Tvättstugan Örnvägen", "Kvarteret Näktergalen"
REASON = "Systern Eulalia frågade efter henne"
DRAFTED = "Halvskrivet om Torbjörn"
TYPED_WRONG = "fel lösenfras Karlavagnen"
PLANTED = (NAME, NOTE, PHONE, NEW_PHONE, AGREED, SUPPORTER, COORDINATOR, SITE, AREA, REASON, DRAFTED, TYPED_WRONG)

IN_CLEAR = "Hässelby-Vällingby"
"""The board's name, which the lock screen shows and the membership log says: the search must find it."""

VISIT = replace(MOTHER, name=NAME, note=NOTE)
FORM = replace(CALL_HER, phone=PHONE, agreement=AGREED)


def test_nothing_people_said_can_be_read_in_any_file(
    story: Story, server: RunningServer, tmp_path: Path, app_log: Path
) -> None:
    _everything_that_is_done_in_a_night(story, server)
    secrets = (*PLANTED, PASSPHRASE, " ".join(story.kit.words[:4]))
    while_unlocked = hits(tmp_path, secrets)
    for hands in story.everybody:
        hands.lock()

    assert while_unlocked == []
    assert hits(tmp_path, secrets) == []
    assert {hit.path.name for hit in hits(tmp_path, [IN_CLEAR])} >= {"label.json", "district.sqlite3"}
    assert "urllib3" in app_log.read_text()
    assert '"event": "request"' in server.log_text()


def test_the_phones_write_nowhere_but_in_their_folders(
    story: Story, server: RunningServer, tmp_path: Path, written: set[Path]
) -> None:
    _everything_that_is_done_in_a_night(story, server)
    elsewhere = {path for path in written if not path.is_relative_to(tmp_path) and not _is_bytecode(path)}

    assert "store-000000.journal" in {path.name for path in written}
    assert elsewhere - {Path("/dev/null")} == set()


def _is_bytecode(path: Path) -> bool:
    return path.parent.name == "__pycache__"


def _everything_that_is_done_in_a_night(story: Story, server: RunningServer) -> None:
    anna, siv = story.with_role(SUPPORTER, Role.SUPPORTER), story.with_role(COORDINATOR, Role.COORDINATOR)
    server.stop()
    session = sessions.open_session(anna.phone, replace(ALARM, site_name=SITE, area=AREA))
    contact_id = _met(anna, session.id)
    drafts.save(anna.phone, visits.DRAFT, {"name": DRAFTED, "note": NOTE})
    with contextlib.suppress(ServerUnreachable):
        anna.sync()
    _locked_and_unlocked(anna, story)
    server.start()
    story.sync_all(anna, siv)
    person = persons.open_person(siv.phone, contact_id, REASON)
    assert (person.name, person.visits[0].note, person.follow_ups[0].agreed) == (NAME, NOTE, AGREED)
    follow_up = person.follow_ups[0].follow_up_id
    persons.record_attempt(siv.phone, follow_up, ContactWay.PHONE, AttemptResult.WRONG_NUMBER, NEW_PHONE)
    with contextlib.suppress(NotAssigned):
        persons.open_person(siv.phone, "00" * 16, REASON)
    assert people.fetch_devices(siv.phone)
    story.sync_all(siv, anna, story.supervisor)
    _said_to_the_server_by_mistake(server)


def _met(anna: Hands, session: str) -> str:
    saved = visits.register_visit(anna.phone, session, visits.new_code(anna.phone), VISIT)
    promises.agree(anna.phone, saved.contact_id, FORM)
    return saved.contact_id


def _locked_and_unlocked(hands: Hands, story: Story) -> None:
    hands.lock()
    with contextlib.suppress(WrongPassphrase):
        door.unlock(hands.folder, TYPED_WRONG, clock=story.now)
    hands.unlock()


def _said_to_the_server_by_mistake(server: RunningServer) -> None:
    """What a broken app might send in clear must not end up in the server's log either."""
    claim = json.dumps({"code": NAME, "statements": [NOTE], "grants": []}).encode()
    address = f"/v1/{quote(NAME)}/{quote(NOTE)}?phone={quote(PHONE)}"
    for method, path, body in (
        ("POST", "/v1/claim", claim),
        ("POST", "/v1/claim", NOTE.encode()),
        ("GET", address, b""),
    ):
        # Not through requests, whose own log is the app's log here.
        with closing(HTTPConnection(server.host, server.port, timeout=30)) as connection:
            connection.request(method, path, body, {"Content-Type": "application/json", "User-Agent": AGREED.encode()})

            assert connection.getresponse().status >= 400


def test_what_holds_secrets_shows_none_of_them(story: Story) -> None:
    anna = story.invited(SUPPORTER, Role.SUPPORTER)
    phone = anna.phone
    session = sessions.open_session(phone, replace(ALARM, site_name=SITE, area=AREA))
    contact_id = _met(anna, session.id)
    waiting = outbox.waiting(phone.store, Kind.ENVELOPE)
    with one_action(phone) as action:
        action.set(Circle.own(bytes.fromhex(session.id), phone.id), "contact", contact_id, name=NAME)
        shown = [repr(action), str(action), repr(action.write), str(vars(action).keys())]
    holders = [phone, phone.keys, phone.store, phone.profile, phone.roster, phone.link, PhoneLedger(phone), story.kit]
    holders += [*waiting, *(Envelope.from_bytes(item.raw) for item in waiting)]
    shown += [show(holder) for holder in holders for show in (repr, str)]

    words = story.kit.words[:3]
    secrets = (*PLANTED, " ".join(words), repr(words)[1:-1])

    assert waiting
    assert [marker for marker in secrets for text in shown if marker in text] == []


def _provoked(story: Story, anna: Hands) -> dict[str, Callable[[], object]]:
    phone, broken = anna.phone, f'{{"v":1,"changes":[{{"type":"contact","set":{{"name":"{NAME}"}}}}]}}'
    return {
        "an incomplete visit": partial(visits.register_visit, phone, "00" * 16, "HV", replace(VISIT, age_band=None)),
        "a visit without a session": partial(visits.register_visit, phone, "00" * 16, "HV", VISIT),
        "a contact nobody knows": partial(promises.agree, phone, NAME, FORM),
        "a follow-up nobody knows": partial(
            persons.record_attempt, phone, NAME, ContactWay.PHONE, AttemptResult.REACHED, PHONE
        ),
        "a person one may not open": partial(persons.open_person, phone, "00" * 16, REASON),
        "a name where a code belongs": partial(codes.parse_contact_code, NAME, prefix="HV"),
        "a name where an invite belongs": partial(read_code, NAME, story.server),
        "a wrong passphrase": partial(door.unlock, anna.folder, TYPED_WRONG, clock=story.now),
        "an invite by somebody who may not": partial(people.invite, phone, NAME, Role.SUPPORTER),
        "a payload that makes no sense": partial(payload.unpack, broken.encode(), author=bytes(16)),
        "a payload that is no JSON": partial(payload.unpack, (NOTE + broken).encode(), author=bytes(16)),
        "a statement that is none": partial(Statement.from_bytes, NAME.encode()),
    }


def test_no_error_quotes_what_it_was_about(story: Story) -> None:
    anna = story.invited(SUPPORTER, Role.SUPPORTER)
    told = {}
    for name, provoke in _provoked(story, anna).items():
        with pytest.raises(StodkedjanError) as caught:
            provoke()
        error = caught.value
        told[name] = "".join([*traceback.format_exception(error), repr(error), str(error), error.sentence()])

    leaks = {name: [marker for marker in PLANTED if marker in text] for name, text in told.items()}
    assert {name: found for name, found in leaks.items() if found} == {}


def test_a_change_that_cannot_be_saved_is_not_quoted(story: Story) -> None:
    phone = story.supervisor.phone
    with pytest.raises(TypeError) as caught, phone.store.one_write() as write:
        write.put("contact", NAME, {"name": NAME, "at": datetime(2026, 11, 22, tzinfo=UTC)})

    assert NAME not in "".join(traceback.format_exception(caught.value))
    assert records.records(phone.store, "contact") == []
