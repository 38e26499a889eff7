"""The base of all screens of a meeting, and the stages that need one module each."""
