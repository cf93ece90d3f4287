"""Who is looking. On the bundled sample data the role is chosen and labelled so; with any other data somebody has to sign in,
and until sign-in is configured nothing is shown."""

from typing import Any

from metrics import Role, Viewer
from metrics.library import coordinators
from texts import text
from ui import address

DEFAULT = str(Role.MANAGER)


def choose(loaded: dict[str, Any], language: str) -> Viewer | None:
    """The viewer, or None where nobody may see anything."""
    if loaded["sample"] != "yes":
        return None
    options = {str(role): text(language, f"role.{role}") for role in (Role.MANAGER, Role.STEERING_GROUP)}
    options |= {f"{Role.COORDINATOR}:{ident}": text(language, "role.coordinator", ident=ident) for ident in _pilot_first(coordinators())}
    return Viewer.parse(address.select("rooli", text(language, "role.choose"), options, DEFAULT, note=text(language, "role.help")))


def _pilot_first(idents: list[str]) -> list[str]:
    return sorted(idents, key=lambda ident: (not ident.startswith("TYTTI"), ident))
