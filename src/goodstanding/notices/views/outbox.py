"""Mails that could not be sent, for the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.notices import outbox
from goodstanding.notices.sending import NO_ADDRESS, TOO_LATE
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def mails(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Whom, what, when and why not; a POST tries them all again. Seen for the term ``mail_kept``."""
    if request.method == "POST":
        messages.success(request, here(text("notices.outbox.again_done", n=outbox.try_again(by=standing))))
        return redirect("notices:outbox")
    page = Paginator(outbox.given_up(standing), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [{"mail": one, "whom": one.notice.user, "why": why(one.failure), "what": Text(one.zh, one.en)} for one in page.object_list],
        "accounts": [
            {
                "mail": one,
                "whom": here(text("notices.outbox.nobody")),
                "why": why(one.failure),
                "what": text("notices.account.kind", one.kind),
            }
            for one in outbox.accounts_given_up(standing)[:PAGE]
        ],
        "total": page.paginator.count,
        "first": "?" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "notices/outbox.html", context)


def why(failure: str) -> Text | str:
    """As the server said it, or why it was not asked."""
    return {NO_ADDRESS: text("notices.outbox.no_address"), TOO_LATE: text("notices.outbox.too_late")}.get(failure, failure)
