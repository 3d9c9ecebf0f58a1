"""What persons typed and decided: interventions, consent, decisions, publications, answers, audit.

SQLite in the data folder, or PostgreSQL by `DATABASE_URL`. No row holds a name of a person: participants are numbers here, and
the vault alone says who they are. Every function takes who asks, checks it before it reads, and writes at once.
"""

from dashboard.registry.engine import FILE, URL, Registry, open_registry

__all__ = ["FILE", "URL", "Registry", "open_registry"]
