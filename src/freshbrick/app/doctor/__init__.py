"""`doctor`: looks at everything that Freshbrick stands on, and says what to do."""

from freshbrick.app.doctor.examination import Examination, examine
from freshbrick.app.doctor.findings import Finding

__all__ = ["Examination", "Finding", "examine"]
