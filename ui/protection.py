"""How small numbers are protected, in plain words with the limits in force."""

from metrics import Role
from metrics.described import limits
from ui.view import View


def intro(view: View) -> str:
    """Why small numbers are hidden, and what stands in their place."""
    return view.say("protection.intro", below=limits(Role.MANAGER)["below"], strict=limits(Role.STEERING_GROUP)["below"])


def rules(view: View, role: Role) -> str:
    """The rules of a role."""
    found = limits(role)
    return view.say(f"protection.{role}", most=found["below"] - 1, **found)
