"""What a text may not say: a natural person's data, and whatever tells which organisation it is about. Refused, with the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from goodstanding.efficacy.models import Example
from goodstanding.lists.models import Listing, Rest
from goodstanding.measures.models import Application, Ground
from goodstanding.organisations import families
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.rules import names, persons
from goodstanding.rules.refusals import Refused
from goodstanding.rules.views import view
from goodstanding.ui.texts import text

Words = Mapping[str, Mapping[str, str]]
"""zh and en -> title, happened …"""
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,7}?(?:特别行政区|自治区|自治州|省|市|区|县|旗|镇|乡|街道)")
_COUNTS = re.compile(r"[第0-9〇零一二三四五六七八九十百]")
LEAST = 2
"""Characters that a short name has at least; one character is a word like any other."""


def plain(words: str) -> str:
    """As one compares it: no spaces, no punctuation, no width, no case."""
    return "".join(one for one in unicodedata.normalize("NFKC", view(words).text).casefold() if one.isalnum())


def hold(example: Example, words: Words) -> None:
    """Raises ``Refused`` with the word that may not stand there."""
    whole = "\n".join(said for half in words.values() for said in half.values())
    if persons.find(whole):
        raise Refused("EXAMPLE_PERSON", text("efficacy.refused.person"))
    if found := named_in(whole, telling(example)):
        raise Refused("EXAMPLE_NAMES", text("efficacy.refused.names", word=found))


def named_in(words: str, forbidden: Iterable[str]) -> str:
    """The first of them that the text says, '' for none."""
    said = plain(words)
    return next((one for one in forbidden if plain(one) in said), "")


def without(words: str, forbidden: Iterable[str]) -> str:
    """The text with each of them taken out: a name by 该单位, a code or a number by ***."""
    said = unicodedata.normalize("NFKC", view(words).text)
    for one in forbidden:
        pattern = r"[\W_]*".join(re.escape(letter) for letter in plain(one))
        said = re.sub(pattern, "***" if any(letter.isdigit() for letter in one) else "该单位", said, flags=re.IGNORECASE)
    return said if said != unicodedata.normalize("NFKC", view(words).text) else words


def telling(example: Example) -> list[str]:
    """Names (also earlier and short ones), codes and the numbers of papers: by any of them anybody finds out who it is."""
    found = {*_names(example), *_numbers(example)}
    return sorted((one for one in found if len(plain(one)) >= LEAST), key=len, reverse=True)


def short(name: str) -> set[str]:
    """What people call it: brand with trade, and the brand alone; without the place in front."""
    parts = names.parts(name)
    cores = {_PLACE.sub("", _PLACE.sub("", one)) for one in (parts.brand, parts.core)}
    return {one for one in cores if len(_COUNTS.sub("", plain(one))) >= LEAST}


def _names(example: Example) -> set[str]:
    root = families.roots([example.organisation_id]).get(example.organisation_id, example.organisation_id)
    bodies = {*families.members(root), root, example.organisation_id}
    registered = {one for row in Organisation.objects.filter(pk__in=bodies).values_list("name", "uscc") for one in row if one}
    earlier = set(Name.objects.filter(organisation__in=bodies).values_list("name", flat=True))
    codes = {one for row in Identifier.objects.filter(organisation__in=bodies).values_list("value", "core") for one in row if one}
    whole = {one for one in registered | earlier if not one.isascii()}
    return registered | earlier | codes | {part for one in whole for part in short(one)}


def _numbers(example: Example) -> set[str]:
    """Of the decisions and cases it rests on."""
    found: set[str] = set()
    used, entry = example.application, example.entry
    if used is not None:
        found |= {used.number, used.decision_no}
        found |= set(Ground.objects.filter(application=used).values_list("record__decision_no", flat=True))
    if entry is not None:
        found |= {entry.number, entry.decision_no}
        for number, document in Rest.objects.filter(listing=entry).values_list("record__decision_no", "document"):
            found |= {number or "", document}
    return found


def may_be_named(ground: Application | Listing) -> bool:
    """Only while the entry shows to everybody: then its page names the body anyway."""
    entry = ground.listing_id if isinstance(ground, Application) else ground.pk
    return entry is not None and Listing.public.filter(pk=entry).exists()
