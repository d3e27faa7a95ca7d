"""What is wrong with a page for whoever cannot see it or has large fingers."""

from playwright.sync_api import Page

SMALLEST = 48
# Wider than what is between a cut target and the edge that cuts it.
EDGE = 8
TAPPABLE = (
    "[role=button],[role=checkbox],[role=tab],[role=radio],[role=switch],[role=link],[flt-tappable],input,textarea"
)


def look_over(page: Page) -> set[str]:
    """One line for each thing that can be tapped and has no name, or less room than a finger.

    What the edge of a scrolling part cuts is judged when the whole of it is seen.
    """
    found: list[str] = page.evaluate(_LOOK, [TAPPABLE, SMALLEST, EDGE])
    return set(found)


_LOOK = """([what, smallest, edge]) => [...document.querySelectorAll('flt-semantics-host')].flatMap(host =>
    [...host.querySelectorAll(what)]).flatMap(one => {
    const box = one.getBoundingClientRect();
    const name = (one.getAttribute('aria-label') || one.textContent || '').trim();
    const where = `${Math.round(box.width)}×${Math.round(box.height)} at ${Math.round(box.x)},${Math.round(box.y)}`;
    const route = location.hash || location.pathname;
    const told = [];
    const isCut = () => {
        for (let up = one.parentElement; up; up = up.parentElement) {
            if (up.style.scrollbarWidth !== 'none') continue;
            const around = up.getBoundingClientRect();
            if (box.top <= around.top + edge || box.bottom >= around.bottom - edge) return true;
            if (box.left <= around.left + edge || box.right >= around.right - edge) return true;
        }
        return box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth;
    };
    if (!name) told.push(`${route}: nameless ${one.getAttribute('role') || one.tagName} ${where}`);
    const tooSmall = Math.round(box.width) < smallest || Math.round(box.height) < smallest;
    if (box.width && tooSmall && !isCut()) told.push(`${route}: ${name.slice(0, 40)} is ${where}`);
    return told;
})"""
