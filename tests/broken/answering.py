"""Mistakes in who may do what, in the invariants I1 to I10, and in what happens at the edges."""

from tests.broken.patch import Patch

_ACTIONS, _DOMAIN = "fieldapp/actions/", "fieldapp/domain/"
_CELLS = "tests/actions/test_permission_cells.py::"
_REFUSED = _CELLS + "test_what_is_not_allowed_is_refused_by_the_app"
_PAST_THE_APP = _CELLS + "test_another_app_on_the_device_is_refused_by_the_log_and_the_server"
_KEYS = _CELLS + "test_the_device_holds_the_keys_of_what_the_cell_says_and_no_other"
_DAYS = "tests/journeys/test_invariants.py::test_i1_to_i10_hold_whatever_everybody_does"
_EDGES = "tests/journeys/test_edges.py::"

PATCHES = (
    Patch(
        "app-asks-nobody-s-role",
        "what the app alone holds, the app refuses",
        _ACTIONS + "allowed.py",
        "    if not allowed(phone, action):\n",
        "    if not phone.me.is_active:\n",
        _REFUSED + "[extract_person-coordinator]",
    ),
    Patch(
        "borrowed-sees-the-list",
        "who is borrowed sees no work list",
        _ACTIONS + "queue.py",
        "    check_role(phone, Action.SEE_WORK_LIST)\n",
        "",
        _REFUSED + "[see_work_list-borrowed]",
    ),
    Patch(
        "auditor-works-in-a-session",
        "the log lets no auditor open or join a session",
        "sync/protocol/session_rules.py",
        "    if device.role is Role.AUDITOR:\n",
        "    if device.role is None:\n",
        _PAST_THE_APP + "[open_session-auditor]",
    ),
    Patch(
        "supporter-writes-the-board",
        "the board's own facts are taken from caseworkers only",
        "sync/protocol/roster.py",
        "            case CircleKind.BOARD:\n                return found.role in CASEWORKERS\n",
        "            case CircleKind.BOARD:\n                return True\n",
        _PAST_THE_APP + "[keep_rota-supporter]",
    ),
    Patch(
        "auditor-is-given-visits",
        "an auditor holds the key of nobody's visits",
        _ACTIONS + "readers.py",
        "    CircleKind.OWN: (Role.COORDINATOR, Role.SUPERVISOR),\n",
        "    CircleKind.OWN: (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR),\n",
        _KEYS + "[read_visit-auditor]",
    ),
    Patch(
        "coordinator-is-given-the-audit",
        "who opened what is read by supervisors and auditors",
        _ACTIONS + "readers.py",
        "    CircleKind.AUDIT: (Role.SUPERVISOR, Role.AUDITOR),\n",
        "    CircleKind.AUDIT: (Role.SUPERVISOR, Role.AUDITOR, Role.COORDINATOR),\n",
        _KEYS + "[read_audit_log-coordinator]",
    ),
    Patch(
        "server-hands-out-every-stream",
        "the server hands a stream to its readers only",
        "sync/protocol/roster.py",
        "                return found.role in (Role.SUPERVISOR, Role.AUDITOR) or circle.device == device\n",
        "                return True\n",
        _KEYS + "[read_audit_log-supporter]",
    ),
    Patch(
        "roster-widens-a-role",
        "the roster narrows a role and never widens it",
        _DOMAIN + "permissions.py",
        "    return Role(rostered) if rostered in _NARROWED_TO.get(role, ()) else role\n",
        "    return Role(rostered) if rostered in COLUMNS else role\n",
        "tests/domain/test_permissions.py::test_the_roster_narrows_a_role_and_never_widens_it",
    ),
    Patch(
        "i1-let-down-and-not-named",
        "I1: who was promised more and has nothing open is named",
        _ACTIONS + "closing.py",
        "for contact in found if homes.get(contact) == session_id\n",
        "for contact in found if not session_id\n",
        _DAYS,
    ),
    Patch(
        "i2-belongs-to-nobody",
        "I2: every open item has an owner",
        _DOMAIN + "follow_up_form.py",
        '        "owner_queue": OwnerQueue.DISTRICT,\n',
        '        "owner_queue": "",\n',
        _DAYS,
    ),
    Patch(
        "i3-sent-without-a-yes",
        "I3: no referral is sent without consent or a ground",
        _ACTIONS + "referral_steps.py",
        "    check_sending(permit_of(phone, contact_of(phone, referral.contact_id), content))\n",
        "",
        _DAYS,
    ),
    Patch(
        "i4-begun-and-gone-from-the-queue",
        "I4: what is open stays in every caseworker's queue",
        _DOMAIN + "queue.py",
        "for follow_up in follow_ups if follow_up.is_open)\n",
        "for follow_up in follow_ups if follow_up.is_open and not follow_up.contact_person)\n",
        _DAYS,
    ),
    Patch(
        "i5-a-note-in-a-log",
        "I5: nothing that was said of a person is in a log",
        _ACTIONS + "visits.py",
        "    check_complete(form)\n",
        "    check_complete(form)\n    __import__('logging').getLogger('fieldapp').warning('saving %s', form.note)\n",
        _DAYS,
    ),
    Patch(
        "i6-disposed-of-while-open",
        "I6: nothing goes while something of it is open",
        _ACTIONS + "disposing.py",
        "        raise SomethingIsOpen\n    watch = [promise.watch_id for promise in promises if promise.watch_id]\n",
        "        promises = []\n    watch = [promise.watch_id for promise in promises if promise.watch_id]\n",
        _DAYS,
    ),
    Patch(
        "i7-child-alone-let-go",
        "I7: no child alone goes without a word on with whom",
        _DOMAIN + "visit_form.py",
        "form.is_child and form.child_alone is True and form.left_with is None",
        "form.is_child and form.child_alone is None and form.left_with is None",
        _DAYS,
    ),
    Patch(
        "i8-stored-once-more",
        "I8: saying it again changes nothing",
        "sync/server/streams.py",
        "        if not each.refused_because and (place := self.places.get(each.id)):\n",
        "        if each.refused_because and (place := self.places.get(each.id)):\n",
        _DAYS,
    ),
    Patch(
        "i9-the-newer-number-wins",
        "I9: both sides of an edit made apart are kept",
        _DOMAIN + "merge.py",
        "    return [unique[key] for key in sorted(kept, reverse=True)]\n",
        "    return [unique[key] for key in sorted(kept, reverse=True)][:1]\n",
        _DAYS,
    ),
    Patch(
        "i10-a-need-in-the-list",
        "I10: no list says why",
        _ACTIONS + "queue.py",
        '        owner=phone.board_name,\n        contact_person=labels.get(item.contact_person, ""),\n',
        '        owner=getattr(one_person.person(phone, item.contact_id), "affected_as", ""),\n'
        '        contact_person=labels.get(item.contact_person, ""),\n',
        _DAYS,
    ),
    Patch(
        "known-and-opened-all-the-same",
        "who knows the visitor reads her no more",
        _ACTIONS + "recusing.py",
        "    return any(one.person == who and one.contact_id in hers for one in found)\n",
        "    return not who and any(one.contact_id in hers for one in found)\n",
        _EDGES + "test_who_knows_the_visitor_lets_a_colleague_take_over_and_reads_no_more",
    ),
    Patch(
        "known-and-kept",
        "what she had taken waits for somebody else",
        _ACTIONS + "recusing.py",
        '        action.set(home, kind, promised.id, contact_person="")\n',
        "        action.set(home, kind, promised.id, contact_person=promised.contact_person)\n",
        _EDGES + "test_who_knows_the_visitor_lets_a_colleague_take_over_and_reads_no_more",
    ),
    Patch(
        "early-call-weeks-after",
        "a window that has passed is not offered",
        _DOMAIN + "windows.py",
        "for offer in offered if not offer.window.is_overdue(today)\n",
        "for offer in offered if offer.window\n",
        _EDGES + "test_who_comes_on_day_twenty_is_not_offered_the_early_call_but_the_one_after_a_month",
    ),
)
