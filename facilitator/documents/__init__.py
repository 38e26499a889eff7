"""Post-mortems as files: `write` has one module for each format, `read` reads files back."""
