"""消息: one short message to one person, over an office's channel. Whom and when is not here."""

from louyu.engines.messaging.dingtalk import DingTalk
from louyu.engines.messaging.mail import Mail
from louyu.engines.messaging.message import Channel, Message, Receipt, Refusal
from louyu.engines.messaging.wecom import WeCom

__all__ = ["Channel", "DingTalk", "Mail", "Message", "Receipt", "Refusal", "WeCom"]
