"""The actions screen: the action items of all incidents, between two meetings."""
