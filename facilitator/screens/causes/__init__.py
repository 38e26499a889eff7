"""The catalogue of causes, and the incidents that are linked to none."""
