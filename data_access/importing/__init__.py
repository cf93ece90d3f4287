"""The import: a delivery of files or a database -> checked -> published in one step, or refused with a list of problems."""

from data_access.importing.lock import Busy
from data_access.importing.problems import Problem
from data_access.importing.report import Outcome, Report
from data_access.importing.run import import_delivery

__all__ = ["Busy", "Outcome", "Problem", "Report", "import_delivery"]
