"""A case as it stands now, and nobody else's until this is over."""

from __future__ import annotations

from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict
from goodstanding.lists.models import Listing
from goodstanding.organisations.models import Organisation
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def locked(listing: Listing, action: str) -> Listing:
    """The row as it is now; of two who act, the slower one is told. The organisation first: what is decided of it is decided in turn."""
    Organisation.objects.select_for_update(no_key=True).get(pk=listing.organisation_id)
    now = Listing.everything.select_for_update(of=("self",)).select_related("organisation", "department", "kind").get(pk=listing.pk)
    if now.state != listing.state or (now.state, action) not in PROCEDURES["listing"]:
        raise conflict()
    return now


def of_colour(listing: Listing, *colours: str) -> None:
    """Not every step belongs to every list."""
    if listing.colour not in colours:
        raise Refused("STEP_OF_ANOTHER_LIST", text("lists.refused.another_list"))


def not_own(listing: Listing, by: Standing) -> None:
    """浙江省公共信用信息管理条例 art. 24: 由单位负责人签发. Whoever proposed does not decide."""
    if by.user_id is not None and by.user_id == listing.proposed_user:
        raise Refused("LISTING_OWN", text("lists.refused.own"))
