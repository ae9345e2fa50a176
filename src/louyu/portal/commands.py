"""门户命令: a district is invented or started; the public site is written as files."""

import argparse
import sys
from pathlib import Path

from louyu.kernel.commands import CommandRefused, command
from louyu.registers.places.official import PlacesRefused


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=None, help="随机种子；同一天同一种子结果相同")
    parser.add_argument(
        "--scale",
        choices=("district", "city"),
        default="district",
        help="district 一个区；city 二十倍，用来看系统在全市规模下的样子",
    )


@command("demo-data", help="在空实例中生成全部虚构的演示数据和演示账号", configure=_configure)
def demo_data(options: argparse.Namespace) -> int:
    # The generator lies outside the package: an installed instance may come without it.
    from demo import generate

    seed = generate.SEED if options.seed is None else options.seed
    try:
        outcome = generate.generate(seed=seed, scale=options.scale)
    except generate.HoldsData:
        raise CommandRefused(
            "此实例已有业务数据，不能再生成演示数据。请用 LOUYU_HOME 指定一个空文件夹。"
        ) from None
    generate.write_marker(seed=seed, base=outcome.base, scale=options.scale)
    print("演示数据已生成。" if outcome.created else "演示数据已在此实例中。")
    return 0


@command("demo-bulletin", help="在演示数据中签发一份月度通报，指标算好之后运行；可以重复")
def demo_bulletin(options: argparse.Namespace) -> int:
    from demo.bulletins import issue_month
    from demo.generate import generated_on

    base = generated_on()
    if base is None:
        raise CommandRefused("此实例没有演示数据，请先运行 ./louyu demo。")
    print(f"已签发：{issue_month(base=base)}")
    return 0


def _configure_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="官方区划代码表 csv")
    parser.add_argument("--district", default="", metavar="代码", help="六位区县代码")
    parser.add_argument("--name", default="", metavar="区名", help="例如 芝罘区")
    parser.add_argument("--office", default="", metavar="名称", help="区楼宇办的全称")


@command(
    "init", help="开局：名称、区划、区楼宇办和第一批账号；可以重复运行", configure=_configure_init
)
def init(options: argparse.Namespace) -> int:
    # Statistics and taxation come with the steps: only this verb needs them.
    from louyu.portal.setup.starting import Told, start

    district = options.district or _asked("六位区县代码（--district）")
    name = options.name or _asked("区名，例如 芝罘区（--name）")
    office = options.office or _asked("区楼宇办全称（--office）")
    if not (district.isdigit() and len(district) == 6):
        raise CommandRefused(f"区县代码应为 6 位数字，“{district}”不是。")
    try:
        for sentence in start(Told(district, name, office, options.files)):
            print(sentence)
    except PlacesRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    print("接下来：运行 ./louyu run，用 office 账号登录，打开“设置向导”。")
    return 0


def _asked(what: str) -> str:
    """On a terminal a question; in a script a sentence that names what is missing."""
    if not sys.stdin.isatty():
        raise CommandRefused(f"缺少{what}。")
    return input(f"{what}：").strip()


def _configure_pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="DIR", help="写到哪个文件夹"
    )


@command(
    "public-pages", help="把公开门户写成静态网页，供政府网站栏目使用", configure=_configure_pages
)
def public_pages(options: argparse.Namespace) -> int:
    from louyu.portal.public.exporting import ExportRefused, export

    try:
        count = export(options.out.absolute())
    except ExportRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    print(f"已写出 {count} 个网页：{options.out}。打开其中的 index.html 查看，整个文件夹一起上传。")
    return 0
