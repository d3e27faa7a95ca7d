"""Where one looks back on a session, and says that it was for the same incident as another."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.evaluation.board_answer import AnswerBoard
from fieldapp.ui.screens.evaluation.board_link import AskBoard, BoardLinkPage
from fieldapp.ui.screens.evaluation.improvement import NewImprovement
from fieldapp.ui.screens.evaluation.linking import LinkSession
from fieldapp.ui.screens.evaluation.page import EvaluationPage
from fieldapp.ui.screens.reporting.command import CommandPage
from fieldapp.ui.screens.reporting.page import StatusPage

_UNDER_LINK: Final = [
    ft.Route(path="board", component=AskBoard),
    ft.Route(path="with/:link", component=BoardLinkPage),
]
UNDER_SESSIONS: Final = [ft.Route(path="same-incident/:link", component=AnswerBoard)]
UNDER_SESSION: Final = [
    ft.Route(path="evaluation", component=EvaluationPage),
    ft.Route(path="improvement", component=NewImprovement),
    ft.Route(path="link", component=LinkSession, children=_UNDER_LINK),
    ft.Route(path="status", component=StatusPage),
    ft.Route(path="command", component=CommandPage),
]
