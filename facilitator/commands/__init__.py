"""What the commands do; each module is loaded by the command that needs it."""
