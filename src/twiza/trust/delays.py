"""How soon a report is to be answered."""

from collections.abc import Mapping
from datetime import timedelta

from twiza.trust.models import ReportReason

URGENT = timedelta(hours=24)
NORMAL = timedelta(hours=72)
ANSWER_WITHIN: Mapping[ReportReason, timedelta] = {
    ReportReason.SCAM: URGENT,
    ReportReason.OFFENSIVE: URGENT,
    ReportReason.FORBIDDEN: URGENT,
    ReportReason.COPY: NORMAL,
    ReportReason.SPAM: NORMAL,
    ReportReason.OTHER: NORMAL,
}
