"""邮件: a plain message over SMTP, encrypted unless the server is this machine."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from louyu.engines.messaging.calling import is_here
from louyu.engines.messaging.message import Message, Receipt, Refusal

# What a mail server takes without special means; the library breaks off at much else, and one
# person's address must not stop the messages of everybody after them.
PLAIN = re.compile(r"[a-z0-9.!#$%&'*+/=^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
TIMEOUT = 15
TLS_FROM_THE_START = 465
NO_SERVER = "连不上邮件服务器，消息没有发出，请系统管理员检查地址和网络。"
NO_SIGN_IN = "邮件服务器不认账号或密码，请系统管理员核对。"
NO_TLS = "邮件服务器不支持加密连接，消息没有发出，请系统管理员换用支持的端口。"
NO_SUCH = "邮件服务器不收这个邮箱地址，请核对。"
BROKEN = "邮件服务器中途断开，不知道是否送到，没有重发。"


class Mail:
    """Without `user` nobody signs in: a relay that knows this machine by its address."""

    def __init__(
        self, *, host: str, port: int, sender: str, user: str = "", secret: str = ""
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._secret = user, secret

    def send(self, address: str, message: Message) -> Receipt | Refusal:
        if not PLAIN.fullmatch(address):
            return Refusal(NO_SUCH)
        letter = self._letter(address, message)
        try:
            server = self._connected()
        except smtplib.SMTPNotSupportedError:
            return Refusal(NO_TLS)
        except smtplib.SMTPAuthenticationError:
            return Refusal(NO_SIGN_IN)
        except (OSError, smtplib.SMTPException):
            return Refusal(NO_SERVER)
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused:
            return Refusal(NO_SUCH)
        except smtplib.SMTPResponseException as trouble:
            return Refusal(f"邮件服务器没有接受（代码 {trouble.smtp_code}），请系统管理员查询。")
        except (OSError, smtplib.SMTPException):
            return Refusal(BROKEN)
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
        return Receipt(str(letter["Message-ID"]))

    def _letter(self, address: str, message: Message) -> EmailMessage:
        """The sender's number makes the Message-ID: mailboxes know the same letter by it."""
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = message.title, self._sender, address
        letter["Date"] = formatdate(localtime=True)
        domain = self._sender.rpartition("@")[2].rstrip(">")
        letter["Message-ID"] = f"<{message.number}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(f"{message.text}\n\n{message.link}\n")
        return letter

    def _connected(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        server: smtplib.SMTP
        if self._port == TLS_FROM_THE_START:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=safe)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        try:
            server.ehlo()
            encrypted = self._port == TLS_FROM_THE_START
            if not encrypted and (server.has_extn("starttls") or not is_here(self._host)):
                server.starttls(context=safe)
            if self._user:
                server.login(self._user, self._secret)
        except BaseException:
            server.close()
            raise
        return server
