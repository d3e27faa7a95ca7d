"""A session that is closed: where its people are now, and which phones have let go of it."""

from collections.abc import Collection

import flet as ft

from fieldapp.actions.views import ClosingView, SessionDevice
from fieldapp.domain.evaluation import EvaluationStage
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.phones import phone_row
from fieldapp.ui.words import _, label, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


def closed(found: ClosingView, supporters: Collection[str]) -> list[ft.Control]:
    """`supporters`: the devices that remove what they had."""
    words = ngettext("{n} follow-up is in the queue.", "{n} follow-ups are in the queue.", found.kept)
    told = c.notice(c.Status(I.TASK_ALT, _("The session is closed.")), words.format(n=found.kept))
    late = c.rows(
        c.row(
            c.text(_("Arrived late"), "title_medium"),
            c.text(str(found.late), "body_medium", ft.Colors.ON_SURFACE_VARIANT),
            before=c.icon(I.MOVE_TO_INBOX, 24),
            do=going(addresses.late_of(found.session.id)),
        ),
        c.row(
            c.text(_("Evaluation"), "title_medium"),
            _evaluation(found),
            before=c.icon(I.INSIGHTS, 24),
            do=going(addresses.evaluation(found.session.id)),
        ),
    )
    if not found.devices:
        return [told, late]
    lines = [phone_row(one, _let_go(one, one.device in supporters)) for one in found.devices]
    return [told, late, c.header(_("Phones"), "title_medium"), c.rows(*lines)]


def _evaluation(found: ClosingView) -> ft.Control:
    is_settled = found.evaluation in (EvaluationStage.FINISHED, EvaluationStage.WAIVED)
    if is_settled:
        return c.text(label(found.evaluation), "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    return c.status_line(c.Status(I.HOURGLASS_BOTTOM, _("To be finished before archiving"), c.Tone.AMBER, bold=True))


def _let_go(device: SessionDevice, is_supporters: bool) -> c.Status:
    if device.purged:
        return c.Status(I.CHECK, _("Has removed the visits"))
    if not is_supporters:
        return c.Status(I.WORK_OUTLINE, _("Keeps the follow-ups"))
    if device.count.written_off_reason:
        return c.Status(I.PHONELINK_ERASE, _("Written off. Removes at its next contact."))
    return c.Status(I.HOURGLASS_BOTTOM, _("Removes at its next contact"), c.Tone.AMBER)
