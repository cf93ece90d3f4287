"""Who sees which rows. A table without a rule for the viewer is an error, never everything."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, true


class Role(StrEnum):
    """The users of the dashboard."""

    MANAGER = "manager"
    STEERING_GROUP = "steering_group"
    COORDINATOR = "coordinator"


class NoAccess(Exception):
    """The viewer may not see what was asked."""


@dataclass(frozen=True)
class Viewer:
    """Who asks. A coordinator is known by the same pseudonym as in the data."""

    role: Role
    ident: str = ""

    def __post_init__(self) -> None:
        if (self.role is Role.COORDINATOR) != bool(self.ident):
            raise NoAccess("A coordinator needs an identifier, and nobody else has one.")

    @classmethod
    def parse(cls, text: str) -> "Viewer":
        """Reads `manager`, `steering_group` or `coordinator:ID`; raises NoAccess for anything else."""
        role, _, ident = text.partition(":")
        try:
            return cls(Role(role), ident)
        except ValueError as error:
            raise NoAccess(f"'{role}' is not a role. Use manager, steering_group or coordinator:ID.") from error

    def __str__(self) -> str:
        return f"{self.role}:{self.ident}" if self.ident else str(self.role)


def row_rule(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """The condition that rows of `table` must meet for `viewer`; raises NoAccess where there is no rule."""
    if table.info["public"]:
        return true()
    if viewer.role is Role.COORDINATOR and "coordinator_id" in table.c:
        return table.c.coordinator_id == viewer.ident
    if viewer.role in (Role.MANAGER, Role.STEERING_GROUP):
        return true()
    raise NoAccess(f"There is no rule that lets a {viewer.role} read {table.name}.")


def may_see_workers(viewer: Viewer) -> bool:
    """Figures of single workers are for the worker alone: leaders see teams."""
    return viewer.role is Role.COORDINATOR
