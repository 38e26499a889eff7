"""A web shop's team with a year of incidents, always up to today."""

from facilitator.sample.whole import fill, team

__all__ = ["fill", "team"]
