"""map."""

from ui import blocks
from ui.view import View


def draw(view: View) -> None:
    """Draws the page."""
    blocks.head(view)
