import flet as ft

from fieldapp.app import start

ft.run(start)
