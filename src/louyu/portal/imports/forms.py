"""导入表单: sending a file, and saying which column means what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from louyu.engines.tables import Limits
from louyu.kernel.intake import Importer
from louyu.kernel.scope import Actor
from louyu.portal.imports.queries import fields_of, mapping_names
from louyu.registers.deliveries.models import Import

_MOST_BYTES = Limits().file_bytes
_MB = 1024 * 1024


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="导入哪种表",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择表的种类。"},
    )
    file = forms.FileField(
        label="文件",
        help_text=f"xlsx、xls（含 WPS 表格）、csv 或 GeoJSON，不超过 {_MOST_BYTES // _MB} MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.gz,.geojson,.json"}),
        error_messages={"required": "请选择要导入的文件。", "empty": "文件是空的，请重新选择。"},
    )
    mapping_name = forms.ChoiceField(label="列的对应", required=False)
    period = forms.RegexField(
        r"^\d{4}-\d{2}$",
        label="统计期",
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text="只有按月申报的楼宇表需要：这份表说的是哪个月末；不填按本月。",
        error_messages={"invalid": "统计期请写作 2026-09。"},
    )
    # One sending of the form is one import, however often the button is pressed.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self,
        actor: Actor,
        kinds: Iterable[Importer],
        data: Any = None,
        files: Any = None,
        *,
        asked_kind: str = "",
    ) -> None:
        super().__init__(data, files, label_suffix="")
        self.initial["key"] = uuid4().hex
        self.kinds = list(kinds)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in self.kinds]  # type: ignore[attr-defined]
        asked = {kind.key for kind in self.kinds} & {asked_kind}
        if len(self.kinds) == 1 or asked:
            self.initial["kind"] = asked_kind if asked else self.kinds[0].key
        named = mapping_names(self.kinds, actor)
        self.fields["mapping_name"].choices = [  # type: ignore[attr-defined]
            ("", "按表头自动识别"),
            *((label, [(name, name) for name in names]) for label, names in named.items() if names),
        ]
        if not any(named.values()):
            del self.fields["mapping_name"]
        if "buildings" not in {kind.key for kind in self.kinds}:
            del self.fields["period"]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > _MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {_MOST_BYTES // _MB} MB，请分成几个文件再导入。")
        return file


class MappingForm(forms.Form):
    """One choice per header of the file; no field may be chosen twice."""

    def __init__(self, row: Import, actor: Actor, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.headers: list[str] = row.headers
        known = fields_of(row, actor)
        self.labels = {field: label for field, label, _ in known}
        self.required = [field for field, _, needed in known if needed]
        choices = [("", "不导入这一列")]
        choices += [(f, f"{label}（必填）" if needed else label) for f, label, needed in known]
        for index, header in enumerate(self.headers):
            self.fields[f"column{index}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=row.mapping.get(header, "")
            )
        self.fields["remember_as"] = forms.CharField(
            label="记住这样的对应，名称为",
            required=False,
            max_length=60,
            initial=row.mapping_name,
            help_text="下次上传同样表头的文件时选这个名称，不必再对应一遍。",
        )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"column{index}"] for index in range(len(self.headers))]

    @property
    def chosen(self) -> dict[str, str]:
        return {
            header: self.cleaned_data[f"column{index}"] for index, header in enumerate(self.headers)
        }

    def clean(self) -> dict[str, str]:
        fields = [
            value
            for name, value in self.cleaned_data.items()
            if name.startswith("column") and value
        ]
        missing = [self.labels[field] for field in self.required if field not in fields]
        if missing:
            raise forms.ValidationError(f"必填的列还没有对应：{'、'.join(missing)}。")
        twice = sorted({self.labels[field] for field in fields if fields.count(field) > 1})
        if twice:
            raise forms.ValidationError(f"有两列对应了同一项：{'、'.join(twice)}，请只留一列。")
        return self.cleaned_data
