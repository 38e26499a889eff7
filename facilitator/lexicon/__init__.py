"""What practitioners call the ways in which systems fail, and how those are found in texts.

The concepts are data, in one file for each category of causes. A team adds its own in its settings.
"""
