"""The screens: what facilitators, groups and supervisors see of the tables."""
