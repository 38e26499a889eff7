"""The history screen: who changed what of an incident, and when."""
