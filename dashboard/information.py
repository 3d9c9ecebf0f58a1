"""The one-page sheet that participants read before the first session."""

import datetime
from collections.abc import Sequence

from dashboard.printed import fill
from dashboard.registry.models import Intervention, Sitting
from dashboard.texts import french_day
from dashboard.texts import information as says


def information_sheet(intervention: Intervention, sittings: Sequence[Sitting], *, alone: bool = True) -> str:
    """The sheet of an intervention as HTML: a file of its own, or (`alone` False) a part of a page."""
    days: list[datetime.date] = sorted({one.date for one in sittings if one.date})
    until = intervention.retain_until
    return fill(
        "information.html",
        says=says,
        alone=alone,
        title=intervention.title,
        objective=intervention.objective,
        dates=[french_day(day) for day in days],
        until=says.LONG_UNTIL.format(day=french_day(until)) if until else says.LONG_DEFAULT,
    )
