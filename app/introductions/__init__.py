"""Asking somebody both know for an introduction; every party says yes first."""
