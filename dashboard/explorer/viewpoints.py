"""Who stands where on a subject under debate: positions by pseudonym, and what they come to, in words. Silence is no position."""

import math
from itertools import combinations

import pandas as pd

from dashboard.texts import explorer as texts

ENOUGH = 8
"""Under so many persons with a position a share says nothing: positions only."""
WIDE, CLEAR = 0.5, 0.25


def positions(stances: pd.DataFrame, claims: pd.DataFrame, sessions: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """The last position of each person on each claim of a subject.

    Parameters
    ----------
    stances
        The table of the case.
    claims
        Claims of the subject.
    sessions
        Their order says which position is the last one.
    called
        Name of each speaker_id.

    Returns
    -------
    DataFrame
        claim_id, claim (label), speaker_id, who, value (1, 0, -1), said (oui, ça dépend, non), evidence (segment_ids); by name.
    """
    order = sessions.set_index("session_id")["order"]
    label = {claim_id: texts.typographic(str(one)) for claim_id, one in claims[["claim_id", "label"]].itertuples(index=False)}
    here = stances.loc[stances["claim_id"].isin(list(label))]
    here = here.assign(at=here["session_id"].map(order)).sort_values("at", kind="stable")
    last = here.drop_duplicates(["claim_id", "speaker_id"], keep="last")
    last = last.assign(
        claim=last["claim_id"].map(label),
        who=last["speaker_id"].map(called),
        said=last["value"].map(texts.STANCES),
    )
    columns = ["claim_id", "claim", "speaker_id", "who", "value", "said", "evidence"]
    return last[columns].sort_values(["who", "claim_id"], kind="stable", ignore_index=True)


def grid(taken: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """The same as a table: a row a person, a column a claim, "" where nothing was said."""
    table = taken.pivot(index="who", columns="claim_id", values="said").reindex(columns=claims["claim_id"])
    label = dict(zip(claims["claim_id"], claims["label"].map(texts.typographic), strict=True))
    return table.rename(columns=label).fillna("").rename_axis(index=texts.WHO, columns=None)


def moved(stances: pd.DataFrame, claims: pd.DataFrame, called: dict[str, str]) -> list[str]:
    """Who took different positions from one session to another, by name."""
    here = stances.loc[stances["claim_id"].isin(claims["claim_id"])]
    values = here.groupby(["speaker_id", "claim_id"])["value"].nunique()
    return sorted({called[speaker] for speaker, _ in values[values > 1].index})


def read_claim(n_for: int, n_against: int, n_nuanced: int, low: float, high: float) -> str:
    """What the positions on one claim come to.

    Examples
    --------
    >>> read_claim(2, 1, 0, 0.2, 0.9)
    '2 pour, 1 contre. Trop peu de voix pour parler d’un accord du groupe : seules les positions se lisent.'
    >>> read_claim(9, 1, 0, 0.61, 0.98)
    '9 pour, 1 contre. Parmi ceux qui se disent, l’accord va de plus de la moitié à presque tous : il est net.'
    """
    counted = texts.counts(n_for, n_against, n_nuanced)
    if n_for + n_against + n_nuanced < ENOUGH:
        return f"{counted}. {texts.TOO_FEW}"
    verdict = texts.AGREED if low > 0.5 else texts.OPPOSED if high < 0.5 else texts.OPEN
    return f"{counted}. {texts.between(proportion(low), proportion(high))} : {verdict}."


def proportion(share: float) -> str:
    """A share in words.

    Examples
    --------
    >>> [proportion(share) for share in (0.05, 0.25, 0.5, 0.6, 0.95)]
    ['presque personne', 'un quart', 'la moitié', 'plus de la moitié', 'presque tous']
    """
    return next(word for limit, word in texts.PROPORTIONS if share <= limit)


def read_divide(taken: pd.DataFrame, claim_id: str, divide: float, speakers: pd.DataFrame) -> str:
    """Between which subgroups a claim divides, in words; "" under `ENOUGH` persons, or where it does not.

    Parameters
    ----------
    taken
        From `positions`.
    claim_id, divide
        The claim, and its largest difference of agreement between two subgroups.
    speakers
        The case's `speakers`.
    """
    here = taken.loc[taken["claim_id"] == claim_id]
    if math.isnan(divide) or divide < CLEAR or len(here) < ENOUGH:
        return ""
    subgroup = here["speaker_id"].map(speakers.set_index("speaker_id")["subgroup"]).fillna("")
    shares = {name: ((rows["value"] == 1).sum() + 0.5) / (len(rows) + 1) for name, rows in here.groupby(subgroup) if name}
    if len(shares) < 2:
        return ""
    one, other = max(combinations(sorted(shares), 2), key=lambda pair: abs(shares[pair[0]] - shares[pair[1]]))
    more, less = (one, other) if shares[one] > shares[other] else (other, one)
    return texts.divided(more, less, wide=divide >= WIDE)


def read_subject(taken: pd.DataFrame, claims: pd.DataFrame, who_moved: list[str]) -> str:
    """The sentence that stands with the matrix: on what persons differ, who moved; never who is right."""
    if taken.empty:
        return texts.NO_POSITION
    sides = taken.groupby("claim_id")["value"].agg(set)
    split = [claim_id for claim_id, values in sides.items() if {1, -1} <= values]
    label = dict(zip(claims["claim_id"], claims["label"].map(texts.typographic), strict=True))
    if split:
        said = texts.split_on([label[str(one)] for one in split], len(claims))
    elif any(values == {1} for values in sides):
        said = texts.SAME_SIDE
    else:
        said = texts.NO_OPPOSITION
    return " ".join([said, texts.have_moved(who_moved)] if who_moved else [said])
