"""The sample: a web shop's team with a year of incidents, which always ends today."""

from facilitator.sample.team import fill, team

__all__ = ["fill", "team"]
