"""What has been noticed and somebody has to be told; it stays until it has been read."""

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Notice, Noticed
from fieldapp.store import findings
from fieldapp.store.findings import Finding, Found


def noticed(phone: Phone) -> tuple[Noticed, ...]:
    """What matters most first."""
    order = list(Notice)
    found = (_noticed(phone, finding) for finding in findings.all_of(phone.store))
    return tuple(sorted(found, key=lambda each: order.index(each.notice)))


def _noticed(phone: Phone, finding: Finding) -> Noticed:
    device = phone.roster.devices.get(bytes.fromhex(finding.device)) if finding.device else None
    label = device.label if device else ""
    return Noticed(Notice(finding.kind), finding.device, label, finding.count, finding.at)


def have_read(phone: Phone, what: Noticed) -> None:
    """Somebody has read it; when it happens again, it is said again."""
    with phone.store.one_write() as write:
        findings.read(write, Finding(Found(what.notice), what.device, what.count, what.at))
