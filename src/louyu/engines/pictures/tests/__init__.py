"""图片测试: what phones, scanners and attackers send."""
