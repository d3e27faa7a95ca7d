"""A coordinator's phone that knows many: made by a supporter, sent through the server, fetched and opened."""

from dataclasses import replace

from fieldapp.actions import promises, visits
from fieldapp.domain.contact_choices import IdentityLevel
from sync.protocol.circle import Role
from tests.benchmarks.board import AT_ONCE, CALL_HER, MOTHER, MeasuredStory, Supporter
from tests.journeys.people import Hands

GIVEN = ("Am", "Ber", "Ce", "Dra", "Eb", "Fa", "Gus", "Ho", "In", "Ja", "Ka", "Li", "Mo", "No", "Os", "Pe", "Ra", "So")
ENDS = ("ina", "til", "cilia", "gan", "ba", "tima", "tav", "dan", "grid", "mal", "rin", "nea", "ra", "ar")
FAMILY = ("Ander", "Berg", "Has", "Lind", "Nils", "Om", "Petter", "Samuels", "Wall", "Öst", "Krist", "Moham", "Yus")
FAMILY_ENDS = ("sson", "man", "lund", "ström", "ov", "ström", "qvist", "med", "gren", "berg", "uf", "ski", "dahl")
SOUGHT = "Zenobia Zetterqvist"


def name_of(number: int) -> str:
    """Some 40,000 that differ, as far apart as names are; the last one met has one that nobody is near."""
    given = GIVEN[number % 18] + ENDS[number // 18 % 14]
    return f"{given} {FAMILY[number * 7 // 252 % 13]}{FAMILY_ENDS[number // 13 % 13]}"


class Crowd(Supporter):
    """Meets people with names, and promises some of them a call."""

    def meet(self, contacts: int, promised: int) -> None:
        while self.met < contacts:
            phone = self.hands.phone
            with phone.store.one_write():
                saved = [self._meet_one(contacts) for _ in range(min(AT_ONCE, contacts - self.met))]
            with phone.store.one_write():
                for number, contact in saved:
                    if number > contacts - promised:
                        promises.agree(phone, contact, replace(CALL_HER, phone=f"070-{number:07}"))

    def _meet_one(self, contacts: int) -> tuple[int, str]:
        self.met += 1
        name = SOUGHT if self.met == contacts else name_of(self.met)
        form = replace(MOTHER, identity_level=IdentityLevel.IDENTIFIED, name=name)
        phone = self.hands.phone
        return self.met, visits.register_visit(phone, self.session, visits.new_code(phone), form).contact_id


def coordinator_who_knows(story: MeasuredStory, contacts: int, promised: int) -> Hands:
    supporter = Crowd(story.with_role(f"Anna Stöd {contacts}", Role.SUPPORTER))
    supporter.meet(contacts, promised)
    supporter.hands.sync()
    coordinator = story.waiting_for_a_grant(f"Siv Samordnare {contacts}", Role.COORDINATOR)
    coordinator.sync()
    return coordinator
