"""What surrounds every screen: launch, appearance, input, live updates, global keys and help."""
