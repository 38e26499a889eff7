"""Earlier incidents of the same kind: texts become counted terms, and an index ranks them.

This only suggests: two incidents have the same root cause when a person links them to one cause.
"""
