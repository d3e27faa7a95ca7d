"""Two linked rings with a flame between them."""

import flet as ft


def rings(size: float = 30) -> ft.Control:
    """The mark, `size` wide; two tinted layers, so that it follows the theme."""
    layers = [("mark/mark_rings.svg", ft.Colors.PRIMARY), ("mark/mark_flame.svg", ft.Colors.TERTIARY)]
    height = size * 312 / 452
    images = [
        ft.Image(src=name, width=size, height=height, color=color, exclude_from_semantics=True)
        for name, color in layers
    ]
    return ft.Stack([*images], width=size, height=height)
