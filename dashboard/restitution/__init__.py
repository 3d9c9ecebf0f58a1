"""What is prepared for a group, from what was said to the version that is frozen.

`search` finds the `candidates`, which say what may go back and under which condition; `draft` keeps what the facilitator decided,
`ledger` that no two versions tell on anybody, `typed` that no name passes; `compose` makes one `publication.Content` of them all,
which is previewed and frozen.
"""
