"""The plans of the other right departments: every kind of unit, of fund, of correction."""

from __future__ import annotations

from tests.support.right_making import Plan

MORE_PLANS: tuple[Plan, ...] = ()
