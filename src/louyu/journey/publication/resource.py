"""版头: the resource."""

from louyu.journey.publication.models import Letterhead
from louyu.kernel.resource import Column, Resource, Section, register
from louyu.registers.organizations.models import Role

letterheads = register(
    Resource(
        key="letterheads",
        model=Letterhead,
        import_key=("valid_from",),
        columns=(
            Column(
                "mark",
                required=True,
                aliases=("红头", "机关标志"),
                help="红头上的字，套红头时印在首页上方",
                example="×区楼宇经济发展工作领导小组办公室文件",
            ),
            Column(
                "issuer",
                required=True,
                aliases=("发文机关", "署名"),
                help="印在正文之后、成文日期之上",
                example="×区楼宇经济发展工作领导小组办公室",
            ),
            Column(
                "number_word",
                aliases=("代字", "文号代字"),
                help="发文字号中年份之前的字，套红头时印出并留出顺序号的位置",
                example="×楼办",
            ),
            Column(
                "printer",
                help="套红头时印在末页下方，与印发日期同行；留空则不印",
                example="×区商务局办公室",
            ),
            Column(
                "valid_from",
                required=True,
                aliases=("启用", "生效日期"),
                help="从这一天起签发的通报用它，直到下一个版头启用；已签发的不变",
                example="2026-01-01",
            ),
        ),
        sections=(
            Section("版头", ("mark", "number_word")),
            Section("落款与版记", ("issuer", "printer")),
            Section("时间", ("valid_from",)),
        ),
        search=("mark", "issuer"),
        order=("-valid_from",),
        writers=(Role.OFFICE,),
    )
)
