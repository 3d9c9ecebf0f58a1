"""Opt-in: what lies here is run by hand, some of it in another environment, and pytest collects none of it."""

collect_ignore_glob = ["*.py"]
