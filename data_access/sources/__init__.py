"""Public sources outside this machine, each fetched by a command of its own and never by the dashboard."""


class SourceFailed(Exception):
    """The source could not be taken into use; the text is one or two sentences that say why and what to do."""
