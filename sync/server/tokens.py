"""Who is calling: a challenge, its signature, a short-lived token. No clock of the caller's is needed."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, delete, insert, select

from sync.protocol import guest_rules
from sync.protocol.errors import BadSignature
from sync.protocol.members import Device, DeviceState
from sync.protocol.signing import verify
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes
from sync.server.district import Caller, District
from sync.server.engine import insert_if_missing, unlocked, where
from sync.server.refusals import NotRecognised
from sync.server.tables import boards, tokens, used_challenges

CHALLENGE_LIFE = timedelta(minutes=2)
TOKEN_LIFE = timedelta(minutes=15)
_SECRET_WITHOUT_BOARD = secrets.token_bytes(32)


def make_challenge(district: District, board: bytes, device: bytes) -> bytes:
    """32 bytes: time (8), random (8), authentication code (16).

    Nothing is stored before it comes back signed, so nobody can fill the database by asking, and an unknown board
    or device gets one that looks the same.
    """
    with district.database.reading() as connection:
        secret = _challenge_secret(connection, board) or _SECRET_WITHOUT_BOARD
    fresh = int(district.now().timestamp()).to_bytes(8, "big") + secrets.token_bytes(8)
    return fresh + _code(secret, board + device + fresh)


def _challenge_secret(connection: Connection, board: bytes) -> bytes | None:
    secret: bytes | None = connection.scalar(select(boards.c.challenge_secret).where(boards.c.board == board))
    return secret


def _code(secret: bytes, bound: bytes) -> bytes:
    return hmac.digest(secret, b"stodkedjan challenge v1\0" + bound, "sha256")[:16]


def exchange(district: District, board: bytes, device: bytes, door: Door, *, challenge: bytes, signature: bytes) -> str:
    """A token for a challenge signed with the key of that door; every shortcoming is `NotRecognised`."""
    with district.database.reading() as connection:
        known = district.rosters.at(connection, board).devices.get(device)
        secret = _challenge_secret(connection, board)
    if known is None or secret is None:
        raise NotRecognised
    _check_hour(known, door, district.now())
    expires = _expiry(secret, board + device, challenge)
    if district.now() > expires:
        raise NotRecognised
    _check_signature(known, door, answer_bytes(board, device, door, challenge), signature)
    return _issue(district, board, known, door, challenge=challenge, expires=expires)


def use_up(district: District, board: bytes, device: bytes, challenge: bytes) -> None:
    """A challenge that was made here for this device, not long ago, and not used before; else `NotRecognised`."""
    with district.database.writing() as connection:
        secret = _challenge_secret(connection, board)
        expires = _expiry(secret or _SECRET_WITHOUT_BOARD, board + device, challenge)
        if district.now() > expires:
            raise NotRecognised
        if not insert_if_missing(connection, used_challenges, board=board, challenge=challenge, expires=expires):
            raise NotRecognised


def _expiry(secret: bytes, whose: bytes, challenge: bytes) -> datetime:
    fresh, code = challenge[:16], challenge[16:]
    if not hmac.compare_digest(code, _code(secret, whose + fresh)):
        raise NotRecognised
    return datetime.fromtimestamp(int.from_bytes(fresh[:8], "big"), UTC) + CHALLENGE_LIFE


def _check_signature(device: Device, door: Door, signed: bytes, signature: bytes) -> None:
    try:
        verify(_key(device, door), signature, TOKEN_LABEL, signed)
    except BadSignature as error:
        raise NotRecognised from error


def _key(device: Device, door: Door) -> bytes:
    if door is Door.DELIVERY:
        return device.delivery
    if device.state is DeviceState.REVOKED:
        raise NotRecognised
    return device.signing


def _check_hour(device: Device, door: Door, now: datetime) -> None:
    """By the server's own clock: a guest whose hour is past only delivers, whatever her phone's clock says."""
    if door is Door.SIGNING and guest_rules.is_over(device.guest, now):
        raise NotRecognised


def _issue(district: District, board: bytes, device: Device, door: Door, *, challenge: bytes, expires: datetime) -> str:
    token, now = secrets.token_urlsafe(32), district.now()
    with district.database.writing() as connection:
        if not insert_if_missing(connection, used_challenges, board=board, challenge=challenge, expires=expires):
            raise NotRecognised
        row = {"token_hash": _token_hash(token), "device": device.id, "door": door, "expires": now + TOKEN_LIFE}
        connection.execute(insert(tokens).values(board=board, **row))
        for table in (tokens, used_challenges):
            _forget_expired(connection, table, board, now)
    return token


def _forget_expired(connection: Connection, table: Table, board: bytes, now: datetime) -> None:
    """Only what no other call is forgetting just now: two of them must not wait for each other."""
    [_, name] = table.primary_key.columns.keys()
    expired = unlocked(connection, table, (table.c.board == board) & (table.c.expires < now), [name])
    if expired:
        gone = table.c[name].in_([value for (value,) in expired])
        connection.execute(delete(table).where(table.c.board == board, gone))


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def caller_with(district: District, board: bytes, token: str) -> Caller:
    """Raises `NotRecognised`. Revocation takes effect at the next call, not when the token runs out."""
    with district.database.reading() as connection:
        row = connection.execute(
            select(tokens).where(where(tokens, {"board": board, "token_hash": _token_hash(token)}))
        ).first()
        if row is None or district.now() > row.expires:
            raise NotRecognised
        device = district.rosters.at(connection, board).devices.get(row.device)
    if device is None or (device.state is DeviceState.REVOKED and row.door != Door.DELIVERY):
        raise NotRecognised
    _check_hour(device, Door(row.door), district.now())
    return Caller(board, device, Door(row.door))
