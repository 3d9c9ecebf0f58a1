"""What the door of a server says."""

TITLE = "circulation"
HINT = "Ce qui se dit ici est protégé : entrez avec le compte de votre organisation."
SIGN_IN = "Entrer"
NO_ACCOUNT = "Aucun accès n’a été donné à ce compte. Demandez-le à la personne qui tient les comptes, puis entrez de nouveau."
LEAVE = "Sortir"
