"""How much time laws give for a request, and how they count it. A policy may promise less, or name other clocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatward.policy.period import Period
from chatward.rights.kinds import Right


@dataclass(frozen=True, slots=True)
class Law:
    """What a law says of time.

    Attributes:
        period: from the day of receipt, which is not counted itself, to the last hour of the last day.
        extension: by how much the controller may prolong it, if the person is told so and why before it ends; None
            where the law knows no extension.
        ends_on_working_days: whether a period whose last day is a Saturday, a Sunday or a public holiday ends with the
            next working day.
        periods: of rights that have one of their own.
    """

    period: Period
    extension: Period | None = None
    ends_on_working_days: bool = False
    periods: Mapping[Right, Period] = field(default_factory=dict)


_MONTH, _TWO_MONTHS = Period(months=1), Period(months=2)

LAWS: Mapping[str, Law] = {
    # Art. 12(3); Regulation 1182/71, Art. 3(1), (2)(c) and (4)
    "gdpr": Law(_MONTH, _TWO_MONTHS, ends_on_working_days=True),
    # Art. 12(3) as retained; the ICO lets the period end on the next working day too
    "uk_gdpr": Law(_MONTH, _TWO_MONTHS, ends_on_working_days=True),
    # California: Civ. Code 1798.130(a)(2) and 11 CCR 7021; an opt-out within 15 business days (11 CCR 7026), counted
    # here as 15 days of the calendar
    "ccpa": Law(Period(days=45), Period(days=45), periods={Right.OBJECTION: Period(days=15)}),
    # Brazil: Lei 13.709/2018, Art. 19 II, which knows no extension
    "lgpd": Law(Period(days=15)),
    # Switzerland: Data Protection Ordinance, Art. 18
    "fadp": Law(Period(days=30), Period(days=30)),
    # Canada: PIPEDA, Schedule 1 and sections 8(3) and (4)
    "pipeda": Law(Period(days=30), Period(days=30)),
}
"""By the name under which a policy's regime names its law."""
LAWS = {**LAWS, "cpra": LAWS["ccpa"], "eu_gdpr": LAWS["gdpr"]}

PLAIN = Law(_MONTH)
"""Of a regime that names no law known here: one month, without an extension, weekends counted like any day."""
