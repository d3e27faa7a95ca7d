"""What can be wrong with something that came over the wire or out of a file."""

from sync.errors import AskForHelp, FixAndRetry


class Malformed(FixAndRetry):
    """This does not look like something Stödkedjan wrote. Nothing was changed."""


class MadeByNewerVersion(FixAndRetry):
    """This was made by a newer version of the app. Update the app, then try again."""


class BadSignature(AskForHelp):
    """A signature does not match what it signs. It was not accepted. Tell your supervisor."""


class LogTampered(AskForHelp):
    """The district server shows a list of members that has been changed. Nothing was accepted. Tell your supervisor."""


class StreamTampered(AskForHelp):
    """The district server sent records that do not fit together. They were not accepted. Tell your supervisor."""


class CodeMistyped(FixAndRetry):
    """The code has a typing error. Compare it with the original, four characters at a time."""


class StatementRefused(AskForHelp):
    """The board's rules do not allow this. It is kept, and a supervisor can see it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
