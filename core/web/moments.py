"""Times and spans the way people say them: 今天 16:00, 明天 14:00, 9/20 14:00; 9 天, 11 个月."""

from datetime import date, datetime, timedelta

from flask import Flask

from core.clock import now, shanghai, today
from core.web.format import MONTHS_EN, clock_time, day_short
from core.web.language import _, current_language

HOURS_PER_DAY = 24
LONGEST_IN_DAYS = 120
DAYS_PER_MONTH = 30.4375
COUNTS = {
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


def moment(value: datetime | None) -> str:
    """An instant near today, in words; farther away with its date."""
    if value is None:
        return "—"
    here = shanghai(value).date()
    if here == today():
        return _("今天 %(time)s", time=clock_time(value))
    if here == today() + timedelta(days=1):
        return _("明天 %(time)s", time=clock_time(value))
    return f"{day_short(value)} {clock_time(value)}"


def span(days: int) -> str:
    """Days up to 120, then whole months: 9 天, 11 个月."""
    if days <= LONGEST_IN_DAYS:
        return _("%(n)s 天", n=days)
    return _("%(n)s 个月", n=int(days / DAYS_PER_MONTH))


def time_left(until: datetime) -> str:
    """From now on in whole units: 1 天 3 小时, 1 小时 24 分, 12 分; never less than a minute."""
    minutes = max(1, int((until - now()).total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if hours >= HOURS_PER_DAY:
        return _("%(d)s 天 %(h)s 小时", d=hours // HOURS_PER_DAY, h=hours % HOURS_PER_DAY)
    if hours:
        return _("%(h)s 小时 %(m)s 分", h=hours, m=rest)
    return _("%(m)s 分", m=rest)


def shelf_life(days: int) -> str:
    """A whole shelf life as the label says it: 9 天, 12 个月."""
    if days <= LONGEST_IN_DAYS:
        return _("%(n)s 天", n=days)
    return _("%(n)s 个月", n=round(days / 30.4))


def count_words(number: int) -> str:
    """A small count as people say it: 两, 四; from eleven on in figures."""
    words = COUNTS["en" if current_language() == "en" else "zh"]
    return words[number] if 0 <= number < len(words) else str(number)


def days_until(value: date, start: date) -> int:
    """Whole days from start to value."""
    return (value - start).days


def month_name(month: int) -> str:
    """7月 / Jul."""
    return MONTHS_EN[month - 1] if current_language() == "en" else f"{month}月"


def week_after(value: date, weeks: int) -> date:
    """The same weekday some weeks later."""
    return value + timedelta(weeks=weeks)


def init_moments(app: Flask) -> None:
    """Give the words to the templates."""
    filters = (moment, span, shelf_life, time_left, days_until, month_name, week_after, count_words)
    app.jinja_env.filters.update({f.__name__: f for f in filters})
