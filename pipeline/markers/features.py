"""What a trained reader looks at in a turn: its n-grams, its rules, its shape, and how it takes up the turn it answers.

Names do not count: words outside a closed vocabulary are one and the same word (`pipeline.markers.utterance`), so that a turn
reads the same before and after pseudonymisation.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from pipeline.markers.replies import answered_turn
from pipeline.markers.scores import CATEGORIES
from pipeline.markers.utterance import UNKNOWN, Utterance, known
from pipeline.tables import FAMILIES, FAMILY_OF

MODIFIERS = ("negated", "reported", "hypothetical", "past", "question", "self", "ironic")
KINDS = ("w", "l", "s")
NEGATORS = frozenset({"pas", "jamais", "rien", "non", "nan", "aucun", "personne", "plus"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "NUM", "PROPN"})
_PERSONS = (
    frozenset({"vous", "tu", "te", "votre", "vos", "ton", "ta", "tes", "toi"}),
    frozenset({"je", "me", "moi", "mon", "ma"}),
    frozenset({"nous", "on", "notre", "nos"}),
    frozenset({"ils", "eux", "leur", "elles", "leurs"}),
    frozenset({"tu"}),
    frozenset({"vous"}),
    frozenset({"pas"}),
    frozenset({"jamais", "toujours", "rien", "personne"}),
)


def tokens(utterance: Utterance, vocabulary: Collection[str]) -> tuple[list[str], list[str]]:
    """The words and lemmas of a turn, marks of its start and end included, unknown ones as one sign."""
    words: list[str] = []
    lemmas: list[str] = []
    for word, lemma in zip(utterance.skeleton.words, utterance.skeleton.lemmas, strict=True):
        kept = not word[0].isalnum() or known(word, vocabulary)
        words.append(word if kept else UNKNOWN)
        lemmas.append((lemma or word) if kept else UNKNOWN)
    return words, lemmas


def grams(words: Sequence[str], lemmas: Sequence[str]) -> list[tuple[str, int, int]]:
    """The n-grams of a turn, each with its first word and the word after its last.

    Words in one to three (w:), lemmas in one and two (l:), pairs with one to three words between them (s:).

    Examples
    --------
    >>> [gram for gram, _, _ in grams(["je", "sais"], ["je", "savoir"])]
    ['w:je', 'w:je sais', 'w:sais', 'l:je', 'l:je savoir', 'l:savoir']
    """
    found: list[tuple[str, int, int]] = []
    n = len(words)
    for kind, sequence, longest in (("w", words, 3), ("l", lemmas, 2)):
        for i in range(n):
            gram = f"{kind}:{sequence[i]}"
            found.append((gram, i, i + 1))
            for j in range(i + 1, min(i + longest, n)):
                gram = f"{gram} {sequence[j]}"
                found.append((gram, i, j + 1))
    for i in range(n):
        found += [(f"s:{words[i]}~{words[j]}", i, j + 1) for j in range(i + 2, min(i + 5, n))]
    return found


def rule_features(utterance: Utterance, rules: Mapping[str, int]) -> np.ndarray:
    """Active rules one by one, the best score of each category and family, active and cancelled, and the modifiers met."""
    n, c, f = len(rules), len(CATEGORIES), len(FAMILIES)
    row = np.zeros(n + 2 * c + 2 * f + len(MODIFIERS), dtype=np.float32)
    families = list(FAMILIES)
    for hit, modifiers, active in utterance.cues:
        if active and hit.rule.id in rules:
            row[rules[hit.rule.id]] = 1
        at = n + CATEGORIES.index(hit.rule.category) + (0 if active else c)
        row[at] = max(row[at], hit.rule.score)
        at = n + 2 * c + families.index(FAMILY_OF[hit.rule.category]) + (0 if active else f)
        row[at] = max(row[at], hit.rule.score)
        for modifier in modifiers:
            row[n + 2 * c + 2 * f + MODIFIERS.index(modifier)] = 1
    return row


def shape_features(session: Sequence[Utterance]) -> np.ndarray:
    """Length, marks, persons of the verb, place in the session, the turn before: one row a turn."""
    rows: list[list[float]] = []
    for i, turn in enumerate(session):
        words = set(turn.skeleton.words)
        n = len(turn.skeleton.words) - 2
        before = session[i - 1] if i else None
        place = i / len(session) if len(session) > 1 else 0.5
        rows.append(
            [
                np.log1p(n), n < 4, n < 8, n > 25, n > 50, "?" in turn.text, "!" in turn.text, turn.facilitator,
                before is not None and before.facilitator,
                before is not None and turn.speaker_id != "" and before.speaker_id == turn.speaker_id,
                place, place < 0.1, place > 0.85,
                *(bool(words & forms) for forms in _PERSONS),
                before is not None and "?" in before.text,
                np.log1p(len(before.skeleton.words)) if before is not None else 0,
                before is None, 1 + turn.skeleton.clause[-1],
            ]
        )  # fmt: skip
    return np.array(rows, dtype=np.float32).reshape(len(rows), -1)


def relation_features(session: Sequence[Utterance], vectors: np.ndarray, vocabulary: Collection[str]) -> np.ndarray:
    """How a turn takes up the words of the turn it would answer, and of the one just before it: one row a turn."""
    words_of = [content(turn, vocabulary) for turn in session]
    speakers = [(turn.speaker_id, turn.facilitator) for turn in session]
    rows: list[list[float]] = []
    for i, turn in enumerate(session):
        words = turn.skeleton.words[1:-1]
        first = set(words[:3])
        row: list[float] = []
        answered = answered_turn(speakers, i)
        for j in (answered, i - 1 if i else None):
            other: set[str] = words_of[j] if j is not None else set()
            common = words_of[i] & other
            row += [
                len(common), len(common) / max(len(words_of[i]), 1), len(common) / max(len(other), 1),
                bool(common) and bool(NEGATORS & set(words)), float(vectors[i] @ vectors[j]) if j is not None else 0,
                "?" in session[j].skeleton.words if j is not None else 0,
            ]  # fmt: skip
        row += [bool(first & {"non", "nan"}), bool(first & {"mais"}), bool(first & {"oui"}), bool(first & NEGATORS)]
        row += [sum(word in NEGATORS for word in words), len(words), i - answered if answered is not None else 9]
        rows.append([float(value) for value in row])
    return np.array(rows, dtype=np.float32).reshape(len(rows), -1)


def content(turn: Utterance, vocabulary: Collection[str]) -> set[str]:
    """The lemmas of a turn's nouns, verbs, adjectives and numbers of the vocabulary."""
    said = zip(turn.skeleton.words, turn.skeleton.lemmas, turn.skeleton.parts, strict=True)
    return {lemma for word, lemma, part in said if part in _CONTENT and len(word) > 2 and known(word, vocabulary)}
