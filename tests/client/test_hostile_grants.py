"""A server that turned hostile together with a member: keys laid in mailboxes past the server's own rules."""

import sqlite3
from contextlib import closing

from fieldapp.crypto.circle_keys import CircleKey
from fieldapp.crypto.grants import seal_grant
from fieldapp.store import keyring
from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Grant, Recipient
from tests.journeys.people import Hands, Story
from tests.server.running import RunningServer


def smuggled(server: RunningServer, grant: Grant) -> None:
    mailbox = (grant.context.board, grant.context.recipient.to_bytes())
    with closing(sqlite3.connect(server.database)) as database, database:
        query = "SELECT last FROM mailboxes WHERE board = ? AND recipient = ?"
        last = (database.execute(query, mailbox).fetchone() or (0,))[0] + 1
        row = (*mailbox, last, grant.context.key_id, grant.context.granter, grant.to_bytes())
        database.execute(
            'INSERT INTO grants (board, recipient, seq, key_id, granter, "grant") VALUES (?, ?, ?, ?, ?, ?)', row
        )
        database.execute("INSERT OR REPLACE INTO mailboxes (board, recipient, last) VALUES (?, ?, ?)", (*mailbox, last))


def key_from(giver: Hands, to: Hands, circle: Circle) -> tuple[CircleKey, Grant]:
    """A key of the giver's own making, said to be the newest of `circle`."""
    key = CircleKey.generate(circle, epoch=99)
    grant = seal_grant(
        key,
        board=giver.phone.board,
        recipient=Recipient.of_device(to.phone.id),
        recipient_public=to.phone.keys.receiving_public,
        granter=giver.phone.id,
        sign=giver.phone.keys.signing.sign,
    )
    return key, grant


def test_a_supporter_cannot_hand_a_coordinator_the_key_to_seal_with(story: Story, server: RunningServer) -> None:
    siv, bertil = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Bertil Stöd", Role.SUPPORTER)
    circle = Circle.audit(siv.phone.id)
    key, grant = key_from(bertil, siv, circle)
    smuggled(server, grant)
    siv.sync()

    with siv.phone.store.one_write() as write:
        newest = keyring.sealing_key(write, circle)
    assert newest is None or newest.key_id != key.key_id
