"""The decoder of `json`."""

from json import JSONDecoder
