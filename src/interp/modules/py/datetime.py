"""Dates and times."""

from _timedelta import timedelta
from _date import date
from _timeofday import time, tzinfo
from _datetime import datetime

MINYEAR = 1
MAXYEAR = 9999
