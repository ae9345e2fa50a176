"""门户: the batch verb that fills an empty instance with invented demo data."""

import argparse

from louyu.kernel.commands import CommandRefused, command


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=None, help="随机种子；同一天同一种子结果相同")


@command("demo-data", help="在空实例中生成全部虚构的演示数据和演示账号", configure=_configure)
def demo_data(options: argparse.Namespace) -> int:
    # The generator lies outside the package: an installed instance may come without it.
    from demo import generate

    seed = generate.SEED if options.seed is None else options.seed
    try:
        outcome = generate.generate(seed=seed)
    except generate.HoldsData:
        raise CommandRefused(
            "此实例已有业务数据，不能再生成演示数据。请用 LOUYU_HOME 指定一个空文件夹。"
        ) from None
    generate.write_marker(seed=seed, base=outcome.base)
    print("演示数据已生成。" if outcome.created else "演示数据已在此实例中。")
    return 0
