"""Names of invented bodies: place + brand + trade + form, no two alike, some of them very nearly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from goodstanding.city.chance import Chance, Whole, stride
from goodstanding.city.words import Trade, words

TWIN_EVERY = 16
"""Every 16th body has its neighbour's name but for the brand's second character, where that one has a twin."""
FORMER_ENDINGS = "通泰"
"""Third characters of a brand that only former names have."""
_LONG_BRANDS = 0.3
_BRANCHES = 0.08


class Parts(NamedTuple):
    """The pieces of one name."""

    place: str
    first: str
    second: str
    third: str
    trade: str
    form: str
    branch: str

    def former(self, step: int) -> str:
        """A name the body may have had before: another brand, the rest unchanged."""
        return "".join(self._replace(third=FORMER_ENDINGS[step]))


@cache
def _sizes(count: int, thirds: int) -> tuple[int, int]:
    w = words()
    size = len(w.first) * len(w.second) * len(w.places) * count * thirds
    return size, stride(size)


def _brand(number: int, trade: Trade, *, long: bool, salt: int) -> tuple[str, str, str, str, str]:
    """(place, first, second, third, word), decoded from a bijection of the number: no two bodies of a sort share all five."""
    w = words()
    count = len(trade.words)
    thirds = len(w.third) if long or number >= _sizes(count, 1)[0] else 1
    size, step = _sizes(count, thirds)
    rest, place = divmod((number * step + salt) % size, len(w.places))
    rest, second = divmod(rest, len(w.second))
    rest, word = divmod(rest, count)
    third, first = divmod(rest, len(w.first))
    return w.places[place], w.first[first], w.second[second], w.third[third] if thirds > 1 else "", trade.words[word]


def parts(chance: Chance, number: Whole, trades: Sequence[str]) -> list[Parts]:
    """The pieces of the names; ``trades`` says for each body which of ``words().trades`` its name is made from."""
    w = words()
    copy = number % TWIN_EVERY == 1
    model = number - copy
    longs = (chance.share("long brand", model) < _LONG_BRANDS).tolist()
    own_longs = (chance.share("long brand", number) < _LONG_BRANDS).tolist()
    branches = (chance.share("branch", model) < _BRANCHES).tolist()
    forms = chance.below("form", model, 1 << 20).tolist()
    made = []
    for own, m, name, long, own_long, branch, form in zip(
        number.tolist(), model.tolist(), trades, longs, own_longs, branches, forms, strict=True
    ):
        trade = w.trades[name]
        place, first, second, third, word = _brand(m, trade, long=long, salt=chance.seed)
        if m != own:
            if second in w.twins:
                second = w.twins[second]
            else:
                place, first, second, third, word = _brand(own, trade, long=own_long, salt=chance.seed)
        made.append(
            Parts(
                place,
                first,
                second,
                third,
                word,
                trade.forms[form % len(trade.forms)],
                w.branches[form // 64 % len(w.branches)] if branch and name == "company" else "",
            )
        )
    return made


def people(chance: Chance, number: Whole, stream: str = "person") -> list[str]:
    """Invented legal representatives: a surname and one or two given characters."""
    w = words()
    surname = chance.below(stream, number, len(w.surnames)).tolist()
    given = chance.below(f"{stream} given", number, len(w.given) * len(w.given) * 3 // 2).tolist()
    size = len(w.given)
    return [
        w.surnames[s] + w.given[g % size] + (w.given[g // size] if g // size < size else "") for s, g in zip(surname, given, strict=True)
    ]
