"""提醒测试素材: a channel that writes down what it is given instead of sending it."""
