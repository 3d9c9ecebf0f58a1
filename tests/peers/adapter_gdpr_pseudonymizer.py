"""gdpr-pseudonymizer as its README says for many documents: one mapping a case, one text file a session, every entity accepted.

It gives texts and no spans, so that its last step is overheard and checked against the text that it writes.
"""

import itertools
import tempfile
from pathlib import Path

from adapter import KINDS, MODEL, run
from gdpr_pseudonymizer.core.document_processor import DocumentProcessor
from gdpr_pseudonymizer.data.database import init_database

PASSPHRASE = "une phrase de passe pour comparer"
FOLDER = tempfile.TemporaryDirectory()
numbers = itertools.count()


class Overheard(DocumentProcessor):
    """Keeps what was replaced (start, end, new text), and of each place its kind and how much of it stays ("Mme ", "à ")."""

    def _resolve_pseudonyms(self, ctx, validated_entities):
        self.places = {}
        return super()._resolve_pseudonyms(ctx, validated_entities)

    def _compute_replacement_prefix(self, ctx, entity):
        prefix = super()._compute_replacement_prefix(ctx, entity)
        self.places[entity.start_pos, entity.end_pos] = entity.entity_type, len(prefix)
        return prefix

    def _apply_replacements(self, document_text, replacements):
        self.replaced = []
        for start, end, surrogate in sorted(replacements, key=lambda place: (place[0], -place[1])):
            if not any(start < other_end and other_start < end for other_start, other_end, _ in self.replaced):
                self.replaced.append((start, end, surrogate))
        return super()._apply_replacements(document_text, replacements)


processor = Overheard(db_path="", passphrase=PASSPHRASE, theme="neutral", model_name=MODEL)


def prepare(case):
    """A mapping of its own, and the sessions as transcripts with the places of the turns in them."""
    mapping = Path(FOLDER.name) / f"{next(numbers)}.db"
    init_database(str(mapping), PASSPHRASE)
    documents = []
    for session in case["sessions"]:
        text, places = "", []
        for turn in session["turns"]:
            text += f"{turn['speaker']} : " if turn["speaker"] else ""
            places.append((turn["id"], len(text), len(text) + len(turn["text"])))
            text += " ".join(turn["text"].split("\n")) + "\n"
        path = mapping.with_name(f"{next(numbers)}.txt")
        path.write_text(text, "utf-8", newline="")
        documents.append((path, text, places))
    return mapping, documents


def find(prepared):
    mapping, documents = prepared
    processor.db_path = str(mapping)
    spans = []
    for path, text, places in documents:
        result = path.with_suffix(".out.txt")
        if not processor.process_document(str(path), str(result), skip_validation=True).success:
            raise RuntimeError
        if result.read_text("utf-8") != written(text, processor.replaced):
            raise AssertionError
        for start, end, surrogate in processor.replaced:
            kind, kept = processor.places[start, end]
            # a replacement may run over the end of a turn, or stand in a speaker label
            for turn_id, first, last in places:
                left, right = max(start + kept, first), min(end, last)
                if left < right:
                    spans.append((turn_id, left - first, right - first, kind, surrogate[kept:]))
    names = {name for *_, kind, name in spans if kind == "PERSON"}
    return [(turn_id, start, end, KINDS.get(kind, kind), bearer(name, names)) for turn_id, start, end, kind, name in spans]


def written(text, replaced):
    """The text with the replacements in it."""
    for start, end, surrogate in reversed(replaced):
        text = text[:start] + surrogate + text[end:]
    return text


def bearer(name, names):
    """The full surrogate that a reader takes a part of it for, where only one has that part."""
    full = [other for other in names if name != other and name in other.split()]
    return full[0] if len(full) == 1 else name


run("gdpr-pseudonymizer", prepare, find)
