"""Each action of the permission table, done by a role as its app does it.

A deed gives something when it was done, nothing when there is nothing she can see, or raises.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from fieldapp.actions import (
    assigning,
    auditing,
    breaches,
    closing,
    consenting,
    corrections,
    deviating,
    disposals,
    disposing,
    duplicates,
    evaluating,
    exercises,
    extracts,
    handing_on,
    handing_over,
    late,
    linking,
    loans,
    local_routines,
    peers,
    people,
    persons,
    queue,
    recipients,
    referral_steps,
    referring,
    roster,
    rota,
    sessions,
    staffing,
    visits,
)
from fieldapp.actions.handing_over import HandoverForm
from fieldapp.domain.call_out import Availability
from fieldapp.domain.consent import Basis
from fieldapp.domain.correction import CorrectionKind
from fieldapp.domain.handover import CheckItem, HandoverKind
from fieldapp.domain.loan import LoanAsk
from fieldapp.domain.local_routine import RoutineCard
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from fieldapp.domain.referral_choices import ReferralChannel
from fieldapp.domain.roster import RosterForm
from fieldapp.store import keyring
from sync.protocol.circle import Role as LoggedRole
from tests.actions.roles_board import CLINIC, NOTHING_PROMISED, RolesBoard
from tests.journeys.test_main_job import ALARM

Deed = Callable[[RolesBoard, Role], object]


def _open_session(board: RolesBoard, role: Role) -> object:
    return sessions.open_session(board.hands[role].phone, ALARM)


def _create_visit(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    return visits.register_visit(phone, board.session_of(role), visits.new_code(phone), NOTHING_PROMISED)


def _read_visit(board: RolesBoard, role: Role) -> object:
    return visits.visits_of(board.hands[role].phone, board.whom(role).promised)


def _see_work_list(board: RolesBoard, role: Role) -> object:
    return queue.queue(board.hands[role].phone).coming


def _open_person(board: RolesBoard, role: Role) -> object:
    return persons.open_person(board.hands[role].phone, board.whom(role).promised)


def _open_protected(board: RolesBoard, role: Role) -> object:
    """Assigned to whoever met her; a coordinator is assigned when her cell says so."""
    if role is Role.COORDINATOR:
        _assign_to(board, role)
    return persons.open_person(board.hands[role].phone, board.whom(role).protected, "uppföljning")


def _assign_to(board: RolesBoard, role: Role) -> None:
    chief, hands = board.chief_of(role), board.hands[role]
    assigning.assign(chief.phone, board.whom(role).protected, hands.phone.me.person.hex(), "ska ringa")
    chief.sync()
    hands.sync()


def _send_referral(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    referral = referring.refer(phone, board.whom(role).promised, board.referral_of(role))
    referral_steps.send(phone, referral, (ReferralChannel.PHONE,))
    return referral


def _receive_handover(board: RolesBoard, role: Role) -> object:
    """What another board hands over is sealed to the coordinators' key."""
    return [key for key in keyring.role_keys(board.hands[role].phone.store) if key.role is LoggedRole.COORDINATOR]


def _close_session(board: RolesBoard, role: Role) -> object:
    session = board.new_session(role)
    closing.start_closing(board.hands[role].phone, session)
    return session


def _merge_or_correct(board: RolesBoard, role: Role) -> object:
    phone, whom = board.hands[role].phone, board.whom(role)
    duplicates.keep_apart(phone, whom.promised, whom.quiet)
    [visit, *_] = visits.visits_of(phone, whom.promised)
    corrections.add_correction(phone, visit.id, CorrectionKind.DISPUTED, "Det var på torsdagen")
    return visit


def _read_audit_log(board: RolesBoard, role: Role) -> object:
    return auditing.entries(board.hands[role].phone)


def _look_after_devices(board: RolesBoard, role: Role) -> object:
    return people.invite(board.hands[role].phone, "Någon Ny", LoggedRole.SUPPORTER)


def _keep_recipients(board: RolesBoard, role: Role) -> object:
    return recipients.save_recipient(board.hands[role].phone, CLINIC)


def _decide_without_consent(board: RolesBoard, role: Role) -> object:
    referral = board.prepared_referral(role)
    consenting.record_basis(board.hands[role].phone, referral, Basis.HARM_TEST, "Annars når vi henne inte")
    return referral


def _extract_person(board: RolesBoard, role: Role) -> object:
    return extracts.extract(board.hands[role].phone, board.whom(role).promised, "Hon har begärt det")


def _propose_disposal(board: RolesBoard, role: Role) -> object:
    disposals.propose_disposal(board.hands[role].phone, board.whom(role).quiet, keep=False)
    return board.whom(role)


def _dispose(board: RolesBoard, role: Role) -> object:
    """Of somebody nobody else in these tests is about."""
    chief = board.chief_of(role)
    contact = board.visit(chief) if role is Role.SUPERVISOR else board.whom(role).quiet
    chief.sync()
    disposing.dispose_of_person(board.hands[role].phone, contact, "Registrerad av misstag")
    return contact


def _take_in_late(board: RolesBoard, role: Role) -> object:
    return ["asked", *late.fetch(board.hands[role].phone)]


def _hand_on(board: RolesBoard, role: Role) -> object:
    """To another supporter of the session; the socialjour's officers have none, and see that there is nobody."""
    phone, contact = board.hands[role].phone, board.whom(role).quiet
    if role is Role.SOCIAL_EMERGENCY:
        return ["nobody to hand it to", *handing_on.colleagues(phone, contact)]
    handing_on.hand_on(phone, contact, board.other_supporter.phone.id.hex())
    return contact


def _assign_protected(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    person = board.other_supporter.phone.me.person.hex()
    assigning.assign(phone, board.whom(role).protected, person, "ska ringa")
    return person


def _keep_rota(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    rota.plan(phone, [phone.me.person.hex()], phone.today())
    return rota.rota(phone)


def _keep_roster(board: RolesBoard, role: Role) -> object:
    return roster.save(board.hands[role].phone, RosterForm(name="Karl Kollega"))


def _staff_session(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    staffing.note_answer(phone, board.session_of(role), phone.me.person.hex(), Availability.YES)
    return staffing.staff(phone, board.session_of(role))


def _answer_for_breach(board: RolesBoard, role: Role) -> object:
    lost = board.spare.phone.id.hex()
    breaches.report_lost(board.hands[role].phone, lost, "Tappad på tåget")
    return breaches.breach(board.hands[role].phone, lost)


def _evaluate(board: RolesBoard, role: Role) -> object:
    evaluating.begin(board.hands[role].phone, board.session_of(role))
    return evaluating.evaluation_of(board.hands[role].phone, board.session_of(role))


def _link_sessions(board: RolesBoard, role: Role) -> object:
    linking.link(board.hands[role].phone, board.session_of(role), board.new_session(role))
    return linking.links(board.hands[role].phone)


def _agree_loan(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    begins = phone.now() + timedelta(hours=1)
    form = LoanAsk(people=2, begins=begins, ends=begins + timedelta(hours=8), agreed_by="Stadsdelsdirektör")
    return loans.ask(phone, board.connected_with(role), board.session_of(role), form)


def _end_exercise(board: RolesBoard, role: Role) -> object:
    """Of a board of its own, where somebody may; the others try on theirs."""
    if role is not Role.SUPERVISOR:
        return exercises.end(board.hands[role].phone)
    with board.exercise() as chief:
        exercises.end(chief.phone)
        return chief.phone.roster.exercise_ended_at


def _connect_boards(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    peers.pin(phone, peers.own_address(board.neighbour_of(role).phone), "Grannen")
    return peers.pinned(phone)


def _propose_handover(board: RolesBoard, role: Role) -> object:
    """Of a session in which nobody was met yet."""
    phone, peer = board.hands[role].phone, board.connected_with(role)
    form = HandoverForm(
        session=board.new_session(role),
        board=peer,
        kind=HandoverKind.DISTRICT_TO_EMERGENCY,
        agreed_start=phone.now(),
        ticked=tuple(CheckItem),
    )
    return handing_over.propose(phone, form)


def _keep_routines(board: RolesBoard, role: Role) -> object:
    phone = board.hands[role].phone
    local_routines.write(phone, RoutineCard.ACUTE_DANGER, "Nycklarna finns i receptionen.")
    return local_routines.local_words(phone)


def _note_deviation(board: RolesBoard, role: Role) -> object:
    phone, session = board.hands[role].phone, board.session_of(role)
    deviating.note(phone, session, phone.now(), "Nyckel saknades", "Väktaren öppnade")
    return deviating.deviations(phone, [session])


DEEDS: Mapping[Action, Deed] = {
    Action.OPEN_SESSION: _open_session,
    Action.CREATE_VISIT: _create_visit,
    Action.READ_VISIT: _read_visit,
    Action.SEE_WORK_LIST: _see_work_list,
    Action.OPEN_PERSON: _open_person,
    Action.OPEN_PROTECTED: _open_protected,
    Action.SEND_REFERRAL: _send_referral,
    Action.RECEIVE_HANDOVER: _receive_handover,
    Action.CLOSE_SESSION: _close_session,
    Action.MERGE_OR_CORRECT: _merge_or_correct,
    Action.READ_AUDIT_LOG: _read_audit_log,
    Action.LOOK_AFTER_DEVICES: _look_after_devices,
    Action.KEEP_RECIPIENTS: _keep_recipients,
    Action.DECIDE_WITHOUT_CONSENT: _decide_without_consent,
    Action.EXTRACT_PERSON: _extract_person,
    Action.PROPOSE_DISPOSAL: _propose_disposal,
    Action.DISPOSE: _dispose,
    Action.TAKE_IN_LATE: _take_in_late,
    Action.HAND_ON: _hand_on,
    Action.ASSIGN_PROTECTED: _assign_protected,
    Action.KEEP_ROTA: _keep_rota,
    Action.KEEP_ROSTER: _keep_roster,
    Action.STAFF_SESSION: _staff_session,
    Action.ANSWER_FOR_BREACH: _answer_for_breach,
    Action.EVALUATE: _evaluate,
    Action.LINK_SESSIONS: _link_sessions,
    Action.AGREE_LOAN: _agree_loan,
    Action.END_EXERCISE: _end_exercise,
    Action.CONNECT_BOARDS: _connect_boards,
    Action.PROPOSE_HANDOVER: _propose_handover,
    Action.KEEP_ROUTINES: _keep_routines,
    Action.NOTE_DEVIATION: _note_deviation,
}
