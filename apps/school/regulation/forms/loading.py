"""Forms that begin a draft: from a file, from nothing, from a regulation kept with the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel import uploads
from ui.forms import EstafetaForm

from ..catalogue import TITLE_LENGTH


class UploadForm(EstafetaForm):
    """The file of a regulation."""

    file = forms.FileField(label=_("File of the regulation"), help_text=_("JSON, not larger than 5 MB."))
    title = forms.CharField(
        label=_("Title of the version"),
        required=False,
        max_length=TITLE_LENGTH,
        help_text=_("Empty: the title stated in the file."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what cannot be a regulation before anything reads it."""
        try:
            return uploads.checked(self.cleaned_data["file"], uploads.REGULATION)
        except uploads.UnreadableFile as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal


class StartForm(EstafetaForm):
    """A draft from nothing, or from a regulation kept with the project."""

    basis = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title of the regulation"),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As it will stand on the title page."),
    )

    def __init__(self, *args: Any, presets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", gettext("Nothing set: the regional defaults apply until you set a parameter"))
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ChoiceField)
        basis.required, basis.choices = False, [nothing, *presets]
