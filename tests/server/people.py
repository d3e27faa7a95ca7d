"""Supervisors, supporters and their phones, with real keys, talking plain HTTP to the district server."""

import base64
import hashlib
import itertools
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope, Header
from sync.protocol.framing import pack_push, unpack_pull
from sync.protocol.grants import Grant, GrantContext, Recipient
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.members import board_id, device_id
from sync.protocol.roster import Roster
from sync.protocol.signing import labelled
from sync.protocol.statement import Head, Kind, Statement
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes
from sync.protocol.watch import WatchLine
from tests.server.running import RunningServer

OCTETS = {"Content-Type": "application/octet-stream"}


def now() -> datetime:
    return datetime.now(UTC)


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text)


def flipped(raw: bytes, at: int = -1, bit: int = 1) -> bytes:
    """The same bytes with one bit of one of them changed."""
    changed = bytearray(raw)
    changed[at] ^= bit
    return bytes(changed)


def _public(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


@dataclass
class Keys:
    """One Ed25519 key that signs statements: a root, an invite or a device."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return _public(self.key)

    def statement(
        self, kind: Kind, board: bytes, head: Head, *, at: datetime | None = None, **fields: Any
    ) -> Statement:
        return Statement.make(
            kind, board=board, head=head, at=at or now(), signer=self.public, sign=self.key.sign, **fields
        )


@dataclass
class Phone:
    """A device: its keys, its person, and a connection to its board on the server."""

    url: str
    board: bytes
    role: Role = Role.SUPPORTER
    person: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    signing: Keys = field(default_factory=Keys)
    receiving: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    delivery: Keys = field(default_factory=Keys)
    token: str = ""
    _seqs: dict[Circle, itertools.count] = field(default_factory=dict)

    @property
    def device(self) -> bytes:
        return device_id(self.signing.public)

    # What it signs

    def added(self, signed_by: Keys, head: Head, *, at: datetime | None = None, **changed: Any) -> Statement:
        fields = {
            "signing": self.signing.public.hex(),
            "receiving": _public(self.receiving).hex(),
            "delivery": self.delivery.public.hex(),
            "person": self.person.hex(),
            "role": self.role,
        }
        return signed_by.statement(Kind.DEVICE_ADDED, self.board, head, at=at, **fields | changed)

    def says(self, kind: Kind, head: Head | None = None, **fields: Any) -> Statement:
        return self.signing.statement(kind, self.board, head or self.head(), **fields)

    def envelope(self, circle: Circle, ciphertext: bytes | None = None, **header: Any) -> bytes:
        seq = next(self._seqs.setdefault(circle, itertools.count(1)))
        fields = {"epoch": 1, "key_id": bytes(32), "incarnation": 1, "device_seq": seq, **header}
        made = {"board": self.board, "circle": circle, "author": self.device, **fields}
        sealed = ciphertext or secrets.token_bytes(256)
        return Envelope.make(Header(**made), secrets.token_bytes(12), sealed, self.signing.key.sign).to_bytes()

    def watch(self, latest: date, *, watch_id: bytes | None = None, revision: int = 1, is_open: bool = True) -> bytes:
        line = WatchLine(self.board, watch_id or secrets.token_bytes(16), revision, latest, is_open, self.device)
        return line.signed(self.signing.key.sign).to_bytes()

    def grant(self, circle: Circle, to: Recipient, key_id: bytes | None = None, **context: Any) -> bytes:
        fields = {"board": self.board, "circle": circle, "epoch": 1, "granter": self.device, **context}
        about = GrantContext(key_id=key_id or secrets.token_bytes(32), recipient=to, **fields)
        return Grant.make(about, secrets.token_bytes(80), self.signing.key.sign).to_bytes()

    def heartbeat(self, **changed: Any) -> bytes:
        fields = {
            "board": self.board,
            "device": self.device,
            "incarnation": 1,
            "at": now(),
            "issued": {},
            "held": {},
            "waiting": 0,
            "quarantined": 0,
            "oldest_waiting": None,
            "log": Head(),
            "app_version": "0.1.0",
        }
        return Heartbeat(**fields | changed).signed(signer=self.signing.public, sign=self.signing.key.sign)

    # What it asks the server

    def at(self, path: str) -> str:
        return f"{self.url}/v1/boards/{self.board.hex()}{path}"

    def challenge(self) -> bytes:
        answer = requests.post(self.at("/challenge"), json={"device": self.device.hex()}, timeout=30)
        return unb64(answer.json()["challenge"])

    def signed_answer(self, challenge: bytes, door: Door, key: Keys | None = None) -> bytes:
        keys = key or (self.signing if door is Door.SIGNING else self.delivery)
        return keys.key.sign(labelled(TOKEN_LABEL, answer_bytes(self.board, self.device, door, challenge)))

    def answer(self, challenge: bytes, door: Door, key: Keys | None = None) -> requests.Response:
        body = {
            "device": self.device.hex(),
            "door": door,
            "challenge": b64(challenge),
            "signature": b64(self.signed_answer(challenge, door, key)),
        }
        return requests.post(self.at("/token"), json=body, timeout=30)

    def log_in(self, door: Door = Door.SIGNING) -> "Phone":
        answer = self.answer(self.challenge(), door)
        assert answer.status_code in (200, 409), answer.text
        self.token = answer.json()["token"]
        return self

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **how.pop("headers", {})}
        return requests.request(method, self.at(path), headers=headers, timeout=30, **how)

    def head(self) -> Head:
        return Head.from_json(self.ask("GET", "/log").json()["head"])

    def roster(self) -> Roster:
        """As a phone does it: every signature checked."""
        answer = self.ask("GET", "/log").json()
        roster = Roster(self.board)
        roster.follow([unb64(entry) for entry in answer["entries"]], Head.from_json(answer["head"]))
        return roster

    def state(self, *statements: Statement) -> list[dict[str, Any]]:
        raw = [b64(statement.to_bytes()) for statement in statements]
        answer = self.ask("POST", "/log", json={"statements": raw})
        assert answer.status_code in (200, 409), answer.text
        return list(answer.json()["answers"])

    def push(self, *envelopes: bytes, watch: bytes | None = None) -> list[dict[str, Any]]:
        return self.push_items(*((envelope, watch) for envelope in envelopes))

    def push_items(self, *items: tuple[bytes, bytes | None]) -> list[dict[str, Any]]:
        answer = self.ask("POST", "/envelopes", data=pack_push(items), headers=OCTETS)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["answers"])

    def push_grants(self, *grants: bytes) -> list[dict[str, Any]]:
        answer = self.ask("POST", "/grants", json={"grants": [b64(grant) for grant in grants]})
        assert answer.status_code in (200, 409), answer.text
        return list(answer.json()["answers"])

    def pull(self, circle: Circle, after: int = 0) -> list[tuple[int, bytes, bytes]]:
        answer = self.ask("GET", f"/streams/{circle.hex()}", params={"after": after})
        assert answer.status_code in (200, 409), answer.text
        return list(unpack_pull(answer.content))

    def hello(self, state: str | None = None, **changed: Any) -> dict[str, Any]:
        body = {"heartbeat": b64(self.heartbeat(**changed)), "state": state}
        answer = self.ask("POST", "/hello", json=body)
        assert answer.status_code in (200, 409), answer.text
        return dict(answer.json())


@dataclass
class Founding:
    """The first statements of a board, as the first supervisor's device makes them."""

    url: str
    name: str = "Prästnäs"
    root: Keys = field(default_factory=Keys)

    def __post_init__(self) -> None:
        self.supervisor = Phone(self.url, board_id(self.root.public), Role.SUPERVISOR)
        self.role_key = X25519PrivateKey.generate()
        self.statements = self._statements()

    def _statements(self) -> list[Statement]:
        roster = Roster(self.supervisor.board)
        made = [self._founded(roster.head)]
        roster.add(made[0])
        made.append(self.supervisor.added(self.root, roster.head))
        roster.add(made[1])
        for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR):
            public = _public(self.role_key if role is Role.SUPERVISOR else X25519PrivateKey.generate()).hex()
            fields = {"role": role, "epoch": 1, "public": public}
            made.append(self.root.statement(Kind.ROLE_KEY_MADE, roster.board_id, roster.head, **fields))
            roster.add(made[-1])
        return made

    def _founded(self, head: Head) -> Statement:
        return self.root.statement(
            Kind.BOARD_FOUNDED,
            self.supervisor.board,
            head,
            root=self.root.public.hex(),
            recovery=_public(X25519PrivateKey.generate()).hex(),
            name=self.name,
            prefix="PR",
            zone="Europe/Stockholm",
        )

    def grants(self) -> list[bytes]:
        """The supervisors' role key, to the first supervisor."""
        to = Recipient.of_device(self.supervisor.device)
        key_id = hashlib.sha256(_public(self.role_key)).digest()
        return [self.supervisor.grant(Circle.of_role(Role.SUPERVISOR), to, key_id)]

    def claim(self, code: str) -> requests.Response:
        body = {
            "code": code,
            "statements": [b64(statement.to_bytes()) for statement in self.statements],
            "grants": [b64(grant) for grant in self.grants()],
        }
        return requests.post(f"{self.url}/v1/claim", json=body, timeout=30)


@dataclass
class InviteCard:
    """What an invite's code gives: an id to ask for, and the key to join with."""

    phone: Phone
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Keys = field(default_factory=Keys)

    def made_by(self, supervisor: Phone, *, expires: datetime | None = None, **bound: str) -> Statement:
        return supervisor.says(
            Kind.INVITE_MADE,
            key=self.key.public.hex(),
            person=self.phone.person.hex(),
            role=self.phone.role,
            expires=(expires or now() + timedelta(days=2)).isoformat(),
            **bound,
        )

    def laid_out_by(self, supervisor: Phone, sealed: bytes = b"sealed") -> requests.Response:
        body = {"key": self.key.public.hex(), "sealed": b64(sealed)}
        return supervisor.ask("PUT", f"/invites/{self.id.hex()}", json=body)

    def look(self, path: str = "") -> requests.Response:
        return requests.get(f"{self.phone.url}/v1/invites/{self.id.hex()}{path}", timeout=30)

    def joining(self, **changed: Any) -> Statement:
        head = Head.from_json(self.look("/log").json()["head"])
        return self.phone.added(self.key, head, **changed)

    def enrol(self, statement: Statement | None = None) -> requests.Response:
        body = {"statement": b64((statement or self.joining()).to_bytes())}
        return requests.post(f"{self.phone.url}/v1/invites/{self.id.hex()}/enrol", json=body, timeout=30)


@dataclass
class Town:
    """A claimed board on a running server, with one supervisor who is logged in."""

    server: RunningServer
    supervisor: Phone

    @property
    def board(self) -> bytes:
        return self.supervisor.board

    def invite(self, role: Role = Role.SUPPORTER, person: bytes | None = None) -> InviteCard:
        phone = Phone(self.server.url, self.board, role, person or secrets.token_bytes(16))
        card = InviteCard(phone)
        assert self.supervisor.state(card.made_by(self.supervisor))[0]["status"] == "stored"
        assert card.laid_out_by(self.supervisor).status_code == 201
        return card

    def member(self, role: Role = Role.SUPPORTER, person: bytes | None = None) -> Phone:
        """A device that has joined and is logged in; with its role confirmed when the role has keys."""
        card = self.invite(role, person)
        assert card.enrol().status_code == 201
        if role is not Role.SUPPORTER:
            self.confirm(card.phone)
        return card.phone.log_in()

    def confirm(self, phone: Phone) -> None:
        nonce = secrets.token_hex(16)
        for kind in (Kind.ROLE_OFFERED, Kind.ROLE_GRANTED):
            said = self.supervisor.says(kind, device=phone.device.hex(), nonce=nonce)
            assert self.supervisor.state(said)[0]["status"] == "stored"

    def revoke(self, phone: Phone) -> None:
        said = self.supervisor.says(Kind.DEVICE_REVOKED, device=phone.device.hex(), reason="stolen")
        assert self.supervisor.state(said)[0]["status"] == "stored"

    def session(self, *phones: Phone) -> bytes:
        """A session opened by the first phone and joined by the others."""
        session = secrets.token_bytes(16)
        for number, phone in enumerate(phones):
            kind = Kind.SESSION_JOINED if number else Kind.SESSION_OPENED
            assert phone.state(phone.says(kind, session=session.hex()))[0]["status"] == "stored"
        return session

    def close(self, session: bytes) -> None:
        for kind in (Kind.SESSION_CLOSING, Kind.SESSION_CLOSED):
            said = self.supervisor.says(kind, session=session.hex())
            assert self.supervisor.state(said)[0]["status"] == "stored"


def bring_back(phone: Phone, after: int, statements: Iterable[Statement]) -> requests.Response:
    """The log's statements after number `after`, without a token."""
    body = {"after": after, "statements": [b64(statement.to_bytes()) for statement in statements]}
    return requests.post(phone.at("/log/back"), json=body, timeout=30)


def found_town(server: RunningServer, **how: Any) -> Town:
    founding = Founding(server.url, **how)
    answer = founding.claim(server.new_claim_code())
    assert answer.status_code == 201, answer.text
    return Town(server, founding.supervisor.log_in())
