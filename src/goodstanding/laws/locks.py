"""The locks on the register of laws, in the database itself.

The questions other parts' triggers ask it stand in the first migration: ``laws_in_force(basis, day)``, ``laws_halted(target, code, day)``,
and ``laws_hold(basis)``, which keeps the law as it is until the transaction ends (call it before asking).
"""

from __future__ import annotations

import pgtrigger

INSTALLING = "goodstanding.installing_laws"
"""A setting of the transaction; laws change only while it is ``on`` (see :mod:`installing`)."""
_INSTALLED = f"""
    IF coalesce(current_setting('{INSTALLING}', true), '') <> 'on' THEN
        RAISE EXCEPTION 'goodstanding: laws come from the catalogue' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.code IS DISTINCT FROM OLD.code THEN
        RAISE EXCEPTION 'goodstanding: a law keeps its code' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# The halt closes its list: the list is complete when it is written, and nothing is added afterwards.
_WITH_ITS_LIST = """
    IF NEW.target = 'law' AND (NEW.code = 'own' OR NOT EXISTS (SELECT 1 FROM laws_law law WHERE law.code = NEW.code)) THEN
        RAISE EXCEPTION 'goodstanding: halted is no law of the register' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF NEW.lifted_on IS NOT NULL THEN
        RAISE EXCEPTION 'goodstanding: a halt begins open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.affected <> (SELECT count(*) FROM laws_affected line WHERE line.halt_id = NEW.id) THEN
        RAISE EXCEPTION 'goodstanding: a halt without the list of what it stops' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_BEFORE_ITS_HALT = """
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT halt_id FROM written) line JOIN laws_halt halt ON halt.id = line.halt_id) THEN
        RAISE EXCEPTION 'goodstanding: the list of a halt is closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def _not_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'goodstanding: cannot truncate %', TG_TABLE_NAME;",
    )  # fmt: skip


LAW = (
    pgtrigger.Trigger(name="laws_are_installed", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_INSTALLED),
    pgtrigger.Protect(name="laws_are_kept", operation=pgtrigger.Delete),
    _not_emptied("laws_are_not_emptied"),
)
HALT = (
    pgtrigger.Trigger(name="halts_have_their_list", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_WITH_ITS_LIST),
    pgtrigger.ReadOnly(name="halts_are_fixed", exclude=["lifted_on", "lifted_at", "lifted_by", "lifted_because"]),
    pgtrigger.Protect(name="lifted_halts_stay_lifted", operation=pgtrigger.Update, condition=pgtrigger.Q(old__lifted_on__isnull=False)),
    pgtrigger.Protect(name="halts_are_kept", operation=pgtrigger.Delete),
    _not_emptied("halts_are_not_emptied"),
)
AFFECTED = (
    pgtrigger.Trigger(
        name="lists_are_closed", level=pgtrigger.Statement, when=pgtrigger.After, operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="written"),  # type: ignore[no-untyped-call]
        func=_BEFORE_ITS_HALT,
    ),
    pgtrigger.Protect(name="lists_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
    _not_emptied("lists_are_not_emptied"),
)  # fmt: skip
TELLING = (
    pgtrigger.Protect(name="tellings_are_kept", operation=pgtrigger.Delete),
    pgtrigger.ReadOnly(name="tellings_are_fixed", fields=["halt", "what"]),
    pgtrigger.Protect(name="finished_tellings_stay", operation=pgtrigger.Update, condition=pgtrigger.Q(old__finished_at__isnull=False)),
    _not_emptied("tellings_are_not_emptied"),
)
