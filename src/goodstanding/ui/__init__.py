"""The design system: base templates, components, texts in two languages, assets. It knows no record and no department."""
