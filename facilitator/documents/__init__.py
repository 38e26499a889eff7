"""Post-mortems as files: rendered, and read back."""
