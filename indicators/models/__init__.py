from indicators.models.access import ApiToken, Department, User
from indicators.models.areas import Area, PeerGroup, PeerGroupMember
from indicators.models.audit import AuditEntry, AuditSeal
from indicators.models.calculations import DataVersion, PendingCalculation
from indicators.models.catalogue import Indicator
from indicators.models.growth import Growth
from indicators.models.observations import Observation

__all__ = [
    "ApiToken",
    "Area",
    "AuditEntry",
    "AuditSeal",
    "DataVersion",
    "Department",
    "Growth",
    "Indicator",
    "Observation",
    "PeerGroup",
    "PeerGroupMember",
    "PendingCalculation",
    "User",
]
