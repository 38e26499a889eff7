"""Themes that are found, not typed: what rises in the incidents of late, with its incidents."""
