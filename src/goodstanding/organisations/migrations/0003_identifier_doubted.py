from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_identity")]

    operations = [
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(condition=models.Q(("issue", ""), _negated=True), fields=["value"], name="identifier_doubted"),
        ),
    ]
