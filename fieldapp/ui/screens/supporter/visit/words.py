"""What is said when a question is left, and how far one has come."""

from collections.abc import Collection

from fieldapp.domain.visit_form import ALWAYS_ASKED, Question
from fieldapp.ui.words import N_, _, label

LEFT = {
    Question.NAME: N_("Write the name, or choose Anonymous"),
    Question.PROTECTED_GRADE: N_("Choose the grade of protection"),
    Question.AGE: N_("Choose the approximate age"),
    Question.CHILD_ALONE: N_("Answer whether the child is without a guardian"),
    Question.LEFT_WITH: N_("Choose with whom the child left"),
    Question.AFFECTED: N_("Choose how the person is affected"),
    Question.NEEDS: N_("Choose at least one need"),
    Question.SUPPORT: N_("Choose at least one kind of support, or “Nothing – declined”"),
    Question.ACUTE: N_("Choose what you did, or “No acute danger”"),
    Question.OUTCOME: N_("Choose what happens next"),
    Question.TOLD: N_("Tell the person, and tick the box"),
}
NAMED = 2


def error(question: Question, left: Collection[Question]) -> str:
    return _(LEFT[question]) if question in left else ""


def progress(left: Collection[Question]) -> tuple[int, int, str]:
    """How many are answered, of how many, and the same in words."""
    total = len(ALWAYS_ASKED) + sum(question not in ALWAYS_ASKED for question in left)
    done = total - len(left)
    if not left:
        return done, total, _("All questions answered")
    names = [label(question) for question in left]
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed = _("{names} and {n} more").format(names=listed, n=len(names) - NAMED)
    return done, total, _("{done} of {total} answered. Left: {names}").format(done=done, total=total, names=listed)
