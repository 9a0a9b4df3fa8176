"""The desk in the admin, the register of verdicts and decisions, accounts."""

from reviews.admin.accounts import AccountAdmin
from reviews.admin.desk import CaseAdmin
from reviews.admin.judgements import DecisionAdmin, HousePolicyAdmin, VerdictAdmin
from reviews.admin.tokens import TokenAdmin

__all__ = [
    "AccountAdmin",
    "CaseAdmin",
    "DecisionAdmin",
    "HousePolicyAdmin",
    "TokenAdmin",
    "VerdictAdmin",
]
