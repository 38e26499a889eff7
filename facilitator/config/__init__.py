"""What people configure: the settings, the keymap, and the writer of `config.toml`."""
