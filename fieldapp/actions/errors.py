"""What people can run into when they do something, by remedy."""

from sync.errors import AskForHelp, FixAndRetry


class NoSession(FixAndRetry):
    """No session is open on this phone. Open or join one first."""


class SessionIncomplete(FixAndRetry):
    """The session cannot be opened yet. Answer the questions that are marked."""


class FollowUpIncomplete(FixAndRetry):
    """The follow-up cannot be saved yet. Answer the questions that are marked."""


class ReferralIncomplete(FixAndRetry):
    """The referral cannot be saved yet. Answer the questions that are marked."""


class RecipientIncomplete(FixAndRetry):
    """The recipient cannot be saved yet. Answer the questions that are marked."""


class ConsentIncomplete(FixAndRetry):
    """Choose who has answered and what the answer is."""


class NotAssigned(AskForHelp):
    """You are not assigned to this person. The follow-up is still in the queue."""


class KnowsThePerson(AskForHelp):
    """You have said that you know this person. A colleague follows up; ask the coordinator on duty."""


class GoneMeanwhile(FixAndRetry):
    """This has changed since the list was read. Go back and open it again."""


class NothingToUndo(FixAndRetry):
    """There is nothing left to undo. Add a correction instead."""


class NameMissing(FixAndRetry):
    """Write the name of the person who is to have the phone."""


class NotAllowed(AskForHelp):
    """Your role does not allow this. Ask your supervisor."""


class BoardNotHere(FixAndRetry):
    """This server does not have the board these words belong to. Compare the address of the server."""


class CannotBeHandedOn(AskForHelp):
    """A protected person is not handed on here. Ask your supervisor who is to be assigned."""


class CannotBeJoined(FixAndRetry):
    """These two cannot be joined. Protected persons never are, and one person is not joined with herself."""


class CannotBeIdentified(AskForHelp):
    """No name and no number are written of a protected person. Ask your supervisor who is to be assigned."""


class SessionStillOpen(FixAndRetry):
    """The session has to be closed first. Close it, then archive it."""


class StillTampered(AskForHelp):
    """The district server still shows the changed list. Ask whoever runs the server before you go on."""


class ReasonForRemovalMissing(FixAndRetry):
    """Write why. The reason stands in the board's list of members for good."""


class AddressMissing(FixAndRetry):
    """Write the address of the district server. It stands beside the code."""


class PhoneRevoked(AskForHelp):
    """This phone has been revoked. What waits is sent, and then everything on it is destroyed.

    Talk to your supervisor.
    """


class ShiftOver(PhoneRevoked):
    """Your time here is over. What waits is sent, and everything of this board on the phone is destroyed."""


class ExerciseOver(PhoneRevoked):
    """The exercise has been ended. Everything of it on the phone is destroyed; nothing in it was real."""


class ExerciseNotEvaluated(FixAndRetry):
    """The exercise is evaluated first. Finish the evaluation of each session and save it as a file, then end it."""


class ReminderNotConfirmed(FixAndRetry):
    """Confirm first that you have read about secrecy."""


class GuestComesAnew(FixAndRetry):
    """Somebody on loan gets a new invite each time. Make one under the session, Borrowed supporters."""


class VisitUnfinished(FixAndRetry):
    """A visit is half filled in. Save it or throw it away first: after check-out nobody can open it."""


class DigitsTooOld(FixAndRetry):
    """The six digits have been replaced. Compare the new ones."""


class BoardNameMissing(FixAndRetry):
    """Write what the other board is called."""


class OwnBoard(FixAndRetry):
    """This is the code of your own board. Ask the other board's supervisor for hers."""


class OtherKindOfBoard(FixAndRetry):
    """An exercise and a real board cannot be connected. Ask for the code of the right board."""


class OtherBoardHasNoKey(AskForHelp):
    """The other board's coordinators have no key just now. Call their supervisor: her phone makes a new one. It is sent
    by itself afterwards."""
