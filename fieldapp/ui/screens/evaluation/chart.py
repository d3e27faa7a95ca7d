"""When people came: a chart, and the same in words for who cannot see it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import flet as ft
import flet_charts as charts

from fieldapp.domain.figures import Figures
from fieldapp.domain.small_cells import SMALLEST_SHOWN
from fieldapp.ui import components as c
from fieldapp.ui.screens.evaluation.report import count, few_note
from fieldapp.ui.tokens import TYPE
from fieldapp.ui.words import _, short_day

HEIGHT = 200
MOST_LABELS = 8


class Per(StrEnum):
    DAY = "day"
    HOUR = "hour"


def bars(found: Figures, per: Per) -> ft.Control:
    """A pale bar stands for a hidden figure; it is as high as the lowest that is shown."""
    cells = _by_day(found.per_day) if per is Per.DAY else {f"{hour:02}": cell for hour, cell in found.per_hour.items()}
    if not cells:
        return c.text(_("No visits yet."), "body_medium")
    hidden = [c.hint(few_note())] if None in cells.values() else []
    said = ", ".join(f"{title} {count(cell)}" for title, cell in cells.items())
    drawn = ft.Semantics(label=said, exclude_semantics=True, container=True, content=_chart(cells))
    return ft.Column([drawn, *hidden], spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _by_day(cells: Mapping[date, int | None]) -> dict[str, int | None]:
    return {short_day(on): cell for on, cell in cells.items()}


def _chart(cells: Mapping[str, int | None]) -> ft.Control:
    highest = max(SMALLEST_SHOWN, *(cell or 0 for cell in cells.values()))
    every = -(-len(cells) // MOST_LABELS)
    titles = [charts.ChartAxisLabel(value=at, label=_label(title)) for at, title in enumerate(cells) if at % every == 0]
    chart = charts.BarChart(
        groups=[charts.BarChartGroup(x=at, rods=[_rod(cell)]) for at, cell in enumerate(cells.values())],
        bottom_axis=charts.ChartAxis(labels=titles, label_size=28),
        left_axis=charts.ChartAxis(label_size=32, show_max=False),
        horizontal_grid_lines=charts.ChartGridLines(color=ft.Colors.OUTLINE_VARIANT, width=1),
        min_y=0,
        max_y=highest * 1.1,
        interactive=False,
        animation=ft.Animation(duration=ft.Duration(milliseconds=0)),
    )
    return ft.Container(chart, height=HEIGHT)


def _rod(cell: int | None) -> charts.BarChartRod:
    color = ft.Colors.OUTLINE_VARIANT if cell is None else ft.Colors.PRIMARY
    high = SMALLEST_SHOWN - 1 if cell is None else cell
    return charts.BarChartRod(from_y=0, to_y=high, width=14, color=color, border_radius=4)


def _label(words: str) -> ft.Control:
    return ft.Text(words, style=TYPE["label_small"].copy(color=ft.Colors.ON_SURFACE_VARIANT))
