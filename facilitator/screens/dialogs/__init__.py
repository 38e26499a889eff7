"""The forms and questions that more than one screen opens, and the larger ones of one screen."""
