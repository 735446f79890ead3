import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The entry an organisation is shown as: up every merge that stands.
ENTRY = """
CREATE FUNCTION organisations_entry(body bigint) RETURNS bigint LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    above bigint;
BEGIN
    LOOP
        SELECT merged_into_id INTO above FROM organisations_organisation WHERE id = body;
        EXIT WHEN above IS NULL;
        body := above;
    END LOOP;
    RETURN body;
END $$;
"""
# Every new name is noted, whatever inserted it: once for each statement, in its transaction. A name whose normal form is made anew, too.
NOTE = """
CREATE FUNCTION organisations_note_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organisations_unkeyed (name_id) SELECT id FROM noted ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION organisations_note_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organisations_unkeyed (name_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER names_are_noted AFTER INSERT ON organisations_name REFERENCING NEW TABLE AS noted
    FOR EACH STATEMENT EXECUTE FUNCTION organisations_note_names();
CREATE TRIGGER changed_names_are_noted AFTER UPDATE OF normal_name ON organisations_name
    FOR EACH ROW WHEN (OLD.normal_name IS DISTINCT FROM NEW.normal_name) EXECUTE FUNCTION organisations_note_name();
INSERT INTO organisations_unkeyed (name_id) SELECT id FROM organisations_name;
"""
UNNOTE = """
DROP TRIGGER names_are_noted ON organisations_name;
DROP TRIGGER changed_names_are_noted ON organisations_name;
DROP FUNCTION organisations_note_names();
DROP FUNCTION organisations_note_name();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0005_settled_by'),
    ]

    operations = [
        migrations.CreateModel(
            name='Frequency',
            fields=[
                ('id', models.BooleanField(default=True, primary_key=True, serialize=False)),
                ('counts', models.BinaryField()),
                ('names', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', True)), name='frequency_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('name_id', models.BigIntegerField(help_text='of organisations.Name; no foreign key: names are never deleted', primary_key=True, serialize=False)),
                ('normal_name', models.TextField(db_collation='C')),
                ('pairs', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), help_text='hashes of the rarest pairs, rarest first', size=None)),
                ('trade', models.TextField(blank=True, help_text="行业用语 of the name (rules.names.parts), '' none")),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['pairs'], name='searchkey_pairs')],
            },
        ),
        migrations.CreateModel(
            name='Sound',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'name_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.TextField(db_collation='C')),
                ('name_id', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Unkeyed',
            fields=[
                ('name_id', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.RunSQL(ENTRY, "DROP FUNCTION organisations_entry(bigint)"),
        migrations.RunSQL(NOTE, UNNOTE),
    ]
