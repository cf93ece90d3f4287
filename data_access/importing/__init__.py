"""The import: CSV files in the contract -> checked -> published in one step, or refused with a list of problems."""

from data_access.importing.problems import Problem
from data_access.importing.publish import Busy
from data_access.importing.run import Report, import_folder

__all__ = ["Busy", "Problem", "Report", "import_folder"]
