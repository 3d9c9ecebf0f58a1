"""Reading: from transcripts and notes of any usual format to sessions, speakers and turns.

A format is a reader in `registry`; lines are read in `lines`, labels in `labels`, and `speakers` says who is the
same person over the case. Everything here is in clear and stays in memory: `pseudonymise` follows.
"""

from pipeline.ingest.case import Ingested, Report, Source, ingest
from pipeline.ingest.registry import SUFFIXES

__all__ = ["SUFFIXES", "Ingested", "Report", "Source", "ingest"]
