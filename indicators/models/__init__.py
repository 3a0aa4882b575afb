from indicators.models.access import ApiToken, Department, User
from indicators.models.areas import Area, PeerGroup, PeerGroupMember
from indicators.models.audit import AuditEntry, AuditSeal
from indicators.models.calculations import DataVersion, PendingCalculation
from indicators.models.catalogue import Indicator
from indicators.models.checks import CheckRule
from indicators.models.growth import Growth
from indicators.models.inbox import InboxItem, StandIn
from indicators.models.observations import Observation
from indicators.models.returns import CellExplanation, FormItem, FormUnit, Return, ReturnCell, ReturnForm

__all__ = [
    "ApiToken",
    "Area",
    "AuditEntry",
    "AuditSeal",
    "CellExplanation",
    "CheckRule",
    "DataVersion",
    "Department",
    "FormItem",
    "FormUnit",
    "Growth",
    "InboxItem",
    "Indicator",
    "Observation",
    "PeerGroup",
    "PeerGroupMember",
    "PendingCalculation",
    "Return",
    "ReturnCell",
    "ReturnForm",
    "StandIn",
    "User",
]
