"""The top level is fixed: whoever opens the repository sees at once what there is."""

from tests.layout.imports import ROOT

ALLOWED = {"fieldapp", "sync", "assets", "tests", "main.py", "pyproject.toml", "README.md", "LICENSE"}
MADE_BY_TOOLS = {"build", "dist", "__pycache__"}


def test_the_top_level_holds_only_what_the_design_names():
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg-info"}

    assert names - MADE_BY_TOOLS - ALLOWED == set()
