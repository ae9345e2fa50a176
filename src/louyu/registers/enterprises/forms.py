"""经营主体: what the form says and offers beyond the declaration."""

from django import forms

from louyu.kernel.editing.form import ResourceForm, use_form
from louyu.kernel.editing.sentences import tell
from louyu.kernel.resource import Column
from louyu.kernel.resource.choices import limit_choices
from louyu.registers.organizations.models import Role
from louyu.registers.organizations.queries import administered

TAKEN = "这个代码的企业已经登记。请在企业列表中查找；查不到时请联系区楼宇办。"


class EnterpriseForm(ResourceForm):
    """Codes are taken as people write them: lower case, with blanks around."""

    class Meta:
        error_messages = {"uscc": {"unique": TAKEN}}

    def dress(self, column: Column, field: forms.Field) -> None:
        # A street sees an enterprise before its first stay only as its own record.
        if column.name == "place" and not self.actor.holds(Role.OFFICE):
            field.required = True
        super().dress(column, field)

    def clean_uscc(self) -> str | None:
        code: str | None = self.cleaned_data["uscc"]
        return code.strip().upper() if code else None


use_form("enterprises", EnterpriseForm)
limit_choices("enterprises", "place", administered)
tell("enterprise_capital_not_negative", "注册资本不能是负数。")
