"""The encoder of `json`."""

from json import JSONEncoder
