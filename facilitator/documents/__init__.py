"""Post-mortems as files: how each form is written, and in `read` how they are read back."""
