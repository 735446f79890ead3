"""What stops with a law or with the measure itself: adoptions, and what was applied under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.laws import bases, depending
from goodstanding.laws.depending import Dependant
from goodstanding.laws.models import Halt
from goodstanding.lists.models import Criterion
from goodstanding.lists.models import Kind as List
from goodstanding.measures import ending
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.models import Adoption, Adoptions, Application, Applications
from goodstanding.rules.texts import Text


@depending.register
class Measures:
    """A suspension needs nothing done: what is in force is asked of the dates."""

    name = "measures"
    title = "measures.depending"

    def dependants(self, target: str, code: str, articles: str) -> Iterable[Dependant]:
        """Adoptions first, then the applications, each with its organisation."""
        yield from self._adoptions(target, code, articles)
        found = applications(target, code, articles).select_related("kind").order_by("pk")
        for one in found.iterator():
            title = title_of(one.kind_id)
            yield Dependant(
                self.name, "measures.application", str(one.pk), one.organisation_id,
                Text(f"{one.number} {title.zh}", f"{one.number} {title.en}"),
            )  # fmt: skip

    def stop(self, halt: Halt, *, by: Standing) -> None:  # noqa: ARG002 - the product ends them on the halt's ground
        """Repealed: everything ends now."""
        if halt.kind != "repealed":
            return
        words = halt.words
        ending.over_many(applications(halt.target, halt.code, halt.articles), because="basis", words=words, by=SYSTEM)
        ending.adoptions_over(adoptions(halt.target, halt.code, halt.articles), words=words, by=SYSTEM)

    def count(self, target: str, code: str, articles: str) -> int:
        """Without walking over them."""
        return adoptions(target, code, articles).count() + applications(target, code, articles).count()

    def _adoptions(self, target: str, code: str, articles: str) -> Iterator[Dependant]:
        for one in adoptions(target, code, articles).select_related("department").order_by("pk"):
            title = title_of(one.kind_id)
            words = Text(
                f"{one.number} {title.zh} {one.department.name}",
                f"{one.number} {title.en}, {one.department.name_en or one.department.name}",
            )
            yield Dependant(self.name, "measures.adoption", str(one.pk), None, words, public=True)


def adoptions(target: str, code: str, articles: str) -> Adoptions:
    """Proposed or adopted, resting on it."""
    found = Adoption.everything.filter(state__in=("proposed", "adopted"))
    if target == "measure":
        return found.filter(kind_id=code)
    touched = [kind for kind, basis in found.values_list("kind_id", "kind__basis").distinct() if bases.touches(basis, code, articles)]
    decided = [basis for basis in found.values_list("basis", flat=True).distinct() if basis and bases.touches(basis, code, articles)]
    return found.filter(Q(kind_id__in=touched) | Q(basis__in=decided))


def applications(target: str, code: str, articles: str) -> Applications:
    """Open or applied: by the measure, by its law, or by the law of the list and the condition the entry stands on."""
    found = Application.everything.alive()
    if target == "measure":
        return found.filter(kind_id=code)
    touched = [kind for kind, basis in found.values_list("kind_id", "kind__basis").distinct() if bases.touches(basis, code, articles)]
    decided = [basis for basis in found.values_list("basis", flat=True).distinct() if basis and bases.touches(basis, code, articles)]
    lists = [kind for kind, basis in List.objects.values_list("code", "basis") if bases.touches(basis, code, articles)]
    rests = Q(kind_id__in=touched) | Q(basis__in=decided) | Q(listing__kind_id__in=lists)
    for one in Criterion.objects.all():
        if bases.touches(one.basis, code, articles):
            rests |= Q(listing__kind_id=one.kind_id, listing__criterion=one.code)
    return found.filter(rests)
