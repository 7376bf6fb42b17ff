"""What the browser may send about a group and those who belong."""

from app.groups.forms.charters import CharterForm, form_of
from app.groups.forms.team import AcceptForm, BanForm, InvitationForm, RoleForm

__all__ = ["AcceptForm", "BanForm", "CharterForm", "InvitationForm", "RoleForm", "form_of"]
