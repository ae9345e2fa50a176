"""经营主体测试: the rules of this register, tried to be broken."""
