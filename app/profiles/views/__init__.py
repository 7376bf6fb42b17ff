"""A profile in the browser, and the words everybody shares."""

from app.profiles.views.advice import bp as advice
from app.profiles.views.backing import bp as backing
from app.profiles.views.own import bp as own
from app.profiles.views.statements import bp as statements
from app.profiles.views.studies import bp as studies
from app.profiles.views.vocabulary import bp as vocabulary

BLUEPRINTS = (own, advice, backing, statements, studies, vocabulary)
