"""组织: the sentences its rules are told with."""

from louyu.kernel.editing.sentences import tell

tell("organization_name_once", "同一类别里已有这个名称的单位，请核对。")
tell("organization_ends_after_start", "撤销日期不能早于启用日期。")
tell("organization_successor_after_end", "有后继单位的要填撤销日期，后继不能是单位自己。")
