"""What can go wrong when the app is started."""

from sync.errors import FixAndRetry


class PortTaken(FixAndRetry):
    """Another program uses this port. Stop it, or choose another with --port."""


class FolderNotWritable(FixAndRetry):
    """This folder cannot be written in. Choose another with --folder."""


class DemoOfAnotherVersion(FixAndRetry):
    """The demo in this folder is incomplete or of another version. Remove the folder, or choose another."""


class DemoDidNotStart(FixAndRetry):
    """A part of the demo did not start. What it printed is in the folder's log files."""


class WebViewMissing(FixAndRetry):
    """The web view is not installed. Install it with: pip install 'stodkedjan[web]'."""
