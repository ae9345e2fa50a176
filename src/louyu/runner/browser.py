"""浏览器: Chromium and a Chinese font for the browser tests."""

import os
import shutil
import subprocess

from louyu.runner.console import Refused, run, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure_browser() -> None:
    """As root on Debian installs what is missing; else says which tests are left out."""
    missing = []
    if not any(map(shutil.which, NAMES)):
        missing.append("chromium")
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"缺少 {'、'.join(missing)}，当前用户不能安装，相关的浏览器测试将跳过。")
        return
    try:
        with step(f"正在安装 {'、'.join(missing)}"):
            run(["apt-get", "update", "-qq"], failure="apt-get update 失败：")
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
            run([*install, *missing], failure="apt-get install 失败：")
    except Refused as refusal:
        say(f"{refusal}\n{'、'.join(missing)} 没有装上，相关的浏览器测试将跳过。")


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True)
    return bool(fonts.stdout.strip())
