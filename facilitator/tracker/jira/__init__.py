"""Jira Cloud, by version 3 of its API, and Jira Data Center, by version 2."""
