"""What may be kept of a session, from what those present agreed to. Default is no."""

from collections.abc import Collection, Sequence

from dashboard.people import Person

CONSENTS = ("recording", "notes", "none")

TRANSCRIPT, NOTES = "transcript", "notes"


def refusal(
    kind: str,
    people: Sequence[Person],
    present: Collection[str],
    *,
    named: Collection[str] = (),
    others: int = 0,
    others_agreed: bool = False,
    timed: bool = False,
) -> tuple[str, list[str]]:
    """Why a file of a session may not be kept, and because of whom.

    Parameters
    ----------
    kind
        transcript or notes.
    people
        The list of participants.
    present
        Ids of those who were there.
    named
        Ids of those whom the file names as speakers: they were there, whatever was ticked.
    others
        How many more were there, who are not on the list; `others_agreed` says that all of them agreed to be recorded.
    timed
        The file has times: it came from a recording, whatever it is said to be.

    Returns
    -------
    tuple
        "" where it may be kept, else nobody (nobody is said to have been there), recording (not all agreed to it), others, timed
        (what is no transcript for the facilitator is one all the same), or silence (the file names somebody who wants nothing
        kept); and the names.

    Examples
    --------
    >>> people = [Person("p1", "Nadia", "", "", "recording", ""), Person("p2", "Bruno", "", "", "notes", "")]
    >>> refusal("transcript", people, {"p1"}), refusal("transcript", people, {"p1", "p2"}), refusal("notes", people, {"p1", "p2"})
    (('', []), ('recording', ['Bruno']), ('', []))
    """
    there = {*present, *named}
    if kind == NOTES and timed and refusal(TRANSCRIPT, people, present, named=named, others=others, others_agreed=others_agreed)[0]:
        return "timed", []
    if kind == TRANSCRIPT:
        if not there and not others:
            return "nobody", []
        against = [one.name for one in people if one.participant_id in there and one.consent != "recording"]
        if against:
            return "recording", against
        if others and not others_agreed:
            return "others", []
    silent = [one.name for one in people if one.participant_id in {*named} and one.consent == "none"]
    return ("silence", silent) if silent else ("", [])


def without(people: Sequence[Person], present: Collection[str]) -> list[str]:
    """Names of those present of whom not even notes may be taken."""
    return [one.name for one in people if one.participant_id in present and one.consent == "none"]
