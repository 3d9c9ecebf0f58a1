"""Numbers that carry a key: a right one makes a find sure, a wrong one sends it to review and never lets it through."""

import re

from stdnum import iban, luhn
from stdnum.fr import nir

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def certainty(code: str) -> float | None:
    """How sure a number of an account, a person or a firm is, between 0 and 1; None where its length has no key.

    References
    ----------
    ISO 13616 (IBAN), INSEE's NIR with its key of 97, SIREN and SIRET by Luhn's formula.

    Examples
    --------
    >>> [certainty(code) for code in ("FR1420041010050500013M02606", "FR1520041010050500013M02606", "12345")]
    [0.99, 0.55, None]
    >>> [certainty(code) for code in ("284053306311842", "732829320 00074")]
    [0.55, 0.99]
    """
    bare = re.sub(r"[^A-Z0-9]", "", code.upper())
    if _IBAN.fullmatch(bare) and sum(map(str.isdigit, bare)) > 9:
        right = iban.is_valid(bare, check_country=False)
    elif len(bare) == 15 and bare[0] in "123478":
        right = nir.is_valid(bare)
    elif len(bare) in (9, 14) and bare.isdigit():
        right = luhn.is_valid(bare)
    else:
        return None
    return 0.99 if right else 0.55
