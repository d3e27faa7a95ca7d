"""Which version of the app this is."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("stodkedjan")
    except PackageNotFoundError:
        # A phone build carries the packages without their metadata.
        return "0.1.0"


APP_VERSION = _installed()
