"""Tickets in a tracker: what every tracker can do, Jira, and keys that are typed by hand."""
