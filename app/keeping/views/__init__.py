"""The pages about keeping in touch, and about what one has said one would do."""

from app.keeping.views.promises import bp as promises
from app.keeping.views.staying import bp as staying

BLUEPRINTS = (staying, promises)
