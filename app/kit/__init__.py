"""The cellar: what every domain stands on and no domain is named in."""
