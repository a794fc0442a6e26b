"""Days, months and years of the proleptic Gregorian calendar."""

DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
MAX_ORDINAL = 3652059
DAY_NAMES = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
MONTH_NAMES = ('', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
               'November', 'December')


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    if month == 2 and is_leap(year):
        return 29
    return DAYS_IN_MONTH[month]


def days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def days_before_month(year, month):
    return DAYS_BEFORE_MONTH[month] + (1 if month > 2 and is_leap(year) else 0)


def to_ordinal(year, month, day):
    """Day 1 is the first of January of year 1."""
    return days_before_year(year) + days_before_month(year, month) + day


def from_ordinal(n):
    n -= 1
    cycles, n = divmod(n, 146097)
    year = cycles * 400 + 1
    centuries, n = divmod(n, 36524)
    fours, n = divmod(n, 1461)
    ones, n = divmod(n, 365)
    year += centuries * 100 + fours * 4 + ones
    if ones == 4 or centuries == 4:
        return year - 1, 12, 31
    month = 1
    while n >= days_in_month(year, month):
        n -= days_in_month(year, month)
        month += 1
    return year, month, n + 1


def weekday(year, month, day):
    """0 is Monday."""
    return (to_ordinal(year, month, day) + 6) % 7


def iso_calendar(year, month, day):
    def monday_of_week_one(y):
        first = to_ordinal(y, 1, 1)
        day_of_week = (first + 6) % 7
        monday = first - day_of_week
        return monday + 7 if day_of_week > 3 else monday

    today = to_ordinal(year, month, day)
    start = monday_of_week_one(year)
    week, of_week = divmod(today - start, 7)
    if week < 0:
        year -= 1
        week, of_week = divmod(today - monday_of_week_one(year), 7)
    elif week >= 52 and today >= monday_of_week_one(year + 1):
        year += 1
        week = 0
    return year, week + 1, of_week + 1
