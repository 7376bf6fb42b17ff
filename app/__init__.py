"""Kizuna (絆): communities that meet in order to help each other."""
