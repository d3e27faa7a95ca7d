"""The routine cards: short, for the moment they are needed. Psychological first aid, never therapy."""

from dataclasses import dataclass

import flet as ft

from fieldapp.domain.local_routine import RoutineCard
from fieldapp.i18n import N_

I = ft.Icons  # noqa: E741 - read as a table of icons


@dataclass(frozen=True, slots=True)
class Routine:
    card: RoutineCard
    icon: ft.IconData
    title: str
    summary: str
    steps: tuple[str, ...]


FIRST_CONTACT = Routine(
    RoutineCard.FIRST_CONTACT,
    I.WAVING_HAND_OUTLINED,
    N_("First contact"),
    N_("Look, listen, link"),
    (
        N_("Say your name and that you are here to support. Ask if it is all right to sit down."),
        N_("See to what is needed now: a calm place, water, something warm, somebody to sit with."),
        N_("Listen. Allow silence. Do not ask what happened, and do not press anyone to tell."),
        N_("Say what you know for certain. Say so when you do not know. Promise nothing you cannot keep."),
        N_("Help with the next step: who is at home, how to get there, whom to call."),
        N_("Tell about confidentiality, the duty to report and what is written, before you write."),
        N_("Give the contact slip, also to somebody who wants nothing more now."),
    ),
)
CHILDREN = Routine(
    RoutineCard.CHILDREN,
    I.CHILD_CARE,
    N_("Children"),
    N_("Never alone, never without an adult who knows"),
    (
        N_("A child without a guardian is never left alone. Call a guardian, otherwise the social emergency unit."),
        N_("Write with whom the child left before you end the visit."),
        N_("Speak to the child first, at eye level, in short sentences. Say what will happen now."),
        N_("Let a parent be near. Ask the child what would feel good, and follow the answer when you can."),
        N_("Worried about how a child is treated? Report at once to the social services. It is our duty."),
        N_("Do not write what the report is about in the app. Only that it is done, and when."),
        N_("Do not tell a parent what the child has said without asking your supervisor first."),
    ),
)
PROTECTED = Routine(
    RoutineCard.PROTECTED_IDENTITY,
    I.SHIELD_OUTLINED,
    N_("Protected identity"),
    N_("The code is enough"),
    (
        N_("Choose Protected identity in the form. Then name, phone and address are not written."),
        N_("Do not say the name aloud, and do not write it on paper."),
        N_("Ask how the person can safely be reached: the person contacts us, or post through the Tax Agency."),
        N_("Only you and supervisors can open what you write. Others see a code and a date."),
        N_("If the person knows you or somebody on the staff: ask your supervisor for somebody else."),
        N_("If somebody asks whether a person is here: say neither yes nor no."),
    ),
)
ACUTE = Routine(
    RoutineCard.ACUTE_DANGER,
    I.EMERGENCY_OUTLINED,
    N_("Acute danger"),
    N_("Call first, write afterwards"),
    (
        N_("Danger to life: call 112. Say where you are, what has happened and which number you call from."),
        N_("Thoughts of suicide: ask straight out, stay with the person. 112 when it is urgent, otherwise 1177."),
        N_("A threat against the place: get people to safety, call 112, tell the one who leads the session."),
        N_("Bleeding, chest pain, hard to breathe: 112. Somebody meets the ambulance at the door."),
        N_("Violence at home or a child in need at night: the social emergency unit, if need be through 112."),
        N_("Afterwards: write which calls were made and when. Talk to the one who leads the session before you go on."),
    ),
)
WRITING = Routine(
    RoutineCard.WRITING,
    I.EDIT_NOTE,
    N_("What to write, and what not"),
    N_("What was offered and agreed, never the story"),
    (
        N_("Write: that you met, when and where, what was needed and given, and who does what and when."),
        N_("Write consent: what the person has said yes or no to."),
        N_("Do not write: what happened, who did it, who saw it."),
        N_("Do not write: other people's names, diagnoses, quotes from the talk."),
        N_("Do not write: origin, religion, political views, residence status, suspicions of crime."),
        N_("Anonymous is enough. Ask for a name only if a follow-up needs it."),
        N_("The person may see what you write. Write so that it feels all right to show."),
    ),
)
CONFIDENTIALITY = Routine(
    RoutineCard.CONFIDENTIALITY,
    I.RECORD_VOICE_OVER_OUTLINED,
    N_("Say this before you write"),
    N_("Three sentences to read aloud"),
    (
        N_("“What you tell me is confidential. I write very little, and only those who help you can read it.”"),
        N_("“If I become worried that a child is badly treated I must report it, and I tell you when I do.”"),
        N_("“You can be anonymous. You get a code, and with it we find each other again.”"),
    ),
)
REMOVAL = Routine(
    RoutineCard.REMOVAL,
    I.DELETE_OUTLINE,
    N_("“Take away what you have written”"),
    N_("Explain; it is decided by others, and there is no button for it"),
    (
        N_("Say that you have understood, and ask what worries the person. Often it is who can read it. Tell that."),
        N_("Tell how it is: what a public authority has written is kept by law. We can neither delete nor change it."),
        N_("Is something wrong? A coordinator adds what the person says, in the person's own words, beside the note."),
        N_("The person may read what is written. The supervisor hands out an extract."),
        N_("A yes can be taken back at any time: to be contacted, and to what is passed on. Tell a coordinator."),
        N_("The person can ask the board in writing for erasure, and complain to the data protection authority, IMY."),
        N_("Somebody who has not given a name stays anonymous. Then only a code and what was needed are written."),
    ),
)
SPECIAL = Routine(
    RoutineCard.WHO_MAY_COME,
    I.GROUPS_OUTLINED,
    N_("Who may come"),
    N_("Journalists, relatives of a suspect, somebody you know, interpreters"),
    (
        N_("A journalist: say neither who is here nor how many. Point to the duty communicator, outside the premises."),
        N_("A journalist who is affected gets support like everybody else, and is written about like everybody else."),
        N_("Relatives of a suspect are affected too. Give the same support, and a place apart from the others."),
        N_("Never tell anybody whose relative somebody is. It stands in no list."),
        N_("You know the person: let a colleague take over at once. In the app, tap I know this person."),
        N_("Interpreter: one from an agency, by telephone if need be. Never a child, never a relative."),
        N_("Speak to the person and not to the interpreter. Write the language and that an interpreter is needed."),
    ),
)
ROUTINES = (FIRST_CONTACT, CONFIDENTIALITY, CHILDREN, PROTECTED, ACUTE, WRITING, SPECIAL, REMOVAL)


def routine_of(card: RoutineCard) -> Routine:
    return next(one for one in ROUTINES if one.card is card)
