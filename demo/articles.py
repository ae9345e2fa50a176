"""演示文章: work news and other articles of the public site, all invented and saying so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.pictures import Scene, bare_room, front, meeting_room, painted
from louyu.journey.publication.articles.models import Article, ArticleKind, ArticleState
from louyu.journey.publication.articles.pictures import Arrangement
from louyu.journey.publication.articles.services import Words, draft
from louyu.kernel.scope import Actor
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User

INVENTED = "（演示文章：单位、楼宇、人员与数字均为虚构。）"
TERMS = """<p>入驻重点楼宇的企业，按自用办公面积给予首年房租补贴，标准如下：</p>
<table><caption>首年房租补贴标准（演示）</caption>
<thead><tr><th>楼宇类别</th><th>补贴比例</th><th>年度上限</th></tr></thead>
<tbody><tr><td>特色楼宇</td><td>30%</td><td rowspan="2">20 万元</td></tr>
<tr><td>重点楼宇</td><td>20%</td></tr>
<tr><td>其他商务楼宇</td><td>10%</td><td>8 万元</td></tr></tbody></table>
<p>申请时提交租赁合同、营业执照和自用面积说明，由街道核实后报区楼宇办。</p>"""

# Kind, days ago, who drafts, title, summary, body.
PUBLISHED = (
    (
        ArticleKind.NEWS,
        3,
        "office",
        "全区楼宇联络员培训班举办，32 名联络员参加",
        "围绕月度核对、空置登记和走访记录开展实操培训。",
        "<p>近日，区楼宇办举办楼宇联络员培训班，各街道、园区和物业企业的 32 名联络员参加。</p>"
        "<h2>只核对，不重复填表</h2><p>培训以实操为主：系统先比对，联络员只核对有疑点的几家；"
        "空置、迁出在楼层图上点一格即可登记。</p><h2>下一步</h2>"
        "<ul><li>每月 5 日前完成核对</li><li>街道抽查实地走访</li></ul>",
    ),
    (
        ArticleKind.NEWS,
        12,
        "office",
        "向阳街道开展商务楼宇安全与服务联合走访",
        "一次上门，收集诉求 14 件，当场答复 9 件。",
        "<p>向阳街道会同有关部门走访辖区 6 幢商务楼宇，收集停车、供热、用工等诉求 14 件，"
        "当场答复 9 件，其余已列入事项清单限期办理。</p>",
    ),
    (
        ArticleKind.NEWS,
        26,
        "department",
        "滨海片区两幢楼宇完成改造，新增可租面积 1.2 万平方米",
        "老旧商业用房改造为办公空间，预计年内投用。",
        "<p>滨海片区两幢楼宇完成外立面、消防和电梯改造，新增可租办公面积 1.2 万平方米。</p>",
    ),
    (
        ArticleKind.POLICY,
        18,
        "department",
        "重点楼宇首年房租补贴标准和申请办法",
        "按楼宇类别补贴 10%—30%，由街道核实后申请。",
        TERMS,
    ),
    (
        ArticleKind.ACTIVITY,
        9,
        "office",
        "楼宇经济招商对接会本月举行，欢迎报名",
        "面向金融、软件信息和跨境电商企业，现场看楼。",
        "<p>对接会设政策讲解、楼宇推介、现场看楼三个环节，企业可向街道报名，不收取费用。</p>",
    ),
    (
        ArticleKind.LETTING,
        6,
        "office",
        "跨境电商主题楼宇整层空间招商",
        "单层 1,100 平方米，可分割，双回路供电。",
        "<p>整层空间可分割出租，配双回路供电和货梯。看楼请联系楼宇所在街道。</p>",
    ),
    (
        ArticleKind.PORTRAIT,
        31,
        "department",
        "从仓库到数字大厦：一幢老楼的十年",
        "由工业仓库改造的办公楼，如今聚集 40 余家软件企业。",
        "<p>这幢楼建于上世纪八十年代，原是仓库，改造后保留了挑高和砖墙。</p>"
        "<blockquote>“层高 5.4 米，做研发中心正合适。”一位入驻企业负责人说。</blockquote>",
    ),
)

# Title → what is drawn, and its words.
PICTURED: dict[str, tuple[Scene, str]] = {
    PUBLISHED[0][3]: (meeting_room, "示意图：培训用的会议室"),
    PUBLISHED[2][3]: (front, "示意图：改造后的楼宇外立面"),
    PUBLISHED[5][3]: (bare_room, "示意图：整层空间，落地窗朝海"),
}


def build_articles(*, base: date) -> None:
    actors = {name: actor_of(User.objects.get(username=name)) for name in ("office", "department")}
    leader = User.objects.get(username="leader")
    for kind, days, who, title, summary, body in PUBLISHED:
        made = _drafted(actors[who], kind, title, body, summary, PICTURED.get(title))
        made.state, made.published_by = ArticleState.PUBLISHED, leader
        made.published_at = _morning(base - timedelta(days=days))
        made.save()
    waiting = _drafted(
        actors["department"],
        ArticleKind.NEWS,
        "三季度楼宇走访情况小结",
        "<p>三季度共走访楼宇 22 幢，收集诉求 61 件，办结 55 件。</p>",
    )
    waiting.state = ArticleState.REVIEW
    waiting.save()
    _drafted(
        actors["office"],
        ArticleKind.ACTIVITY,
        "楼宇企业运动会活动方案（征求意见）",
        "<p>拟于下月举办，项目和时间正在征求各街道意见。</p>",
        pictured=(meeting_room, "示意图：报名点的会议室"),
    )


def _drafted(
    actor: Actor,
    kind: str,
    title: str,
    body: str,
    summary: str = "",
    pictured: tuple[Scene, str] | None = None,
) -> Article:
    scene, alt = pictured or (None, "")
    pictures = Arrangement(added=(painted(scene, 0), alt) if scene else None)
    origin = "芝罘区楼宇办（演示）" if actor.name.startswith("区楼宇办") else "芝罘区商务局（演示）"
    words = Words(
        kind=kind,
        title=title,
        summary=summary,
        body=f"{body}<p>{INVENTED}</p>",
        origin=origin,
        pictures=pictures,
    )
    return draft(words, actor=actor)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
