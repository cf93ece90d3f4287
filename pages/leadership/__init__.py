"""Pages for leaders and steering groups."""
