"""How every organisation stands today becomes a dated row, where it has none yet: in one statement, whatever their number.

What it was before nobody wrote down. So a body that carries on has stood so from the beginning as far as is known; one that is closed is
known to be closed by today at the latest, and before that nothing is stated.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

_STANDS = """
    INSERT INTO organisations_registration (organisation_id, status, district, address, valid_from, source)
    SELECT body.id, body.status, body.district, '',
        CASE WHEN body.status IN ('revoked', 'revoked_deregistered', 'deregistered', 'withdrawn', 'moved') THEN current_date END, body.source
    FROM organisations_organisation body
    WHERE NOT EXISTS (SELECT 1 FROM organisations_registration known WHERE known.organisation_id = body.id)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organisations", "0003_identifier_doubted")]
    operations: ClassVar = [migrations.RunSQL(_STANDS, migrations.RunSQL.noop)]
