"""The pages of chores and meals."""

from app.alongside.views import chores, meals

BLUEPRINTS = (chores.bp, meals.bp)
