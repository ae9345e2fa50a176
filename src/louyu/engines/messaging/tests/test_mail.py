"""邮件: a real conversation with a mail server, in the open on this machine and under TLS."""

from __future__ import annotations

import email
import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from louyu.engines.messaging import Mail, Message, Receipt, Refusal
from louyu.engines.messaging.tests.stubs import SECRET, Mailbox, mail_server

MESSAGE = Message(
    "11 月数据更新", "甲楼还有 3 个工作日截止", "https://louyu.example/collection/", "n-7"
)


def mail(box: Mailbox, host: str = "127.0.0.1", **more: str) -> Mail:
    return Mail(host=host, port=box.port, sender="louyu@example.gov.cn", **more)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of this machine, and known to it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize(
    "address", ["&?.:_!@éé?_.[?", "():-*@&?.a)?", "=?utf-8?b?_{}!$?=@a.cn", "(*a@).\\"]
)
def test_an_address_that_no_letter_can_carry_is_refused_and_breaks_nothing(address: str) -> None:
    with mail_server() as box:
        answer = mail(box).send(address, MESSAGE)
    assert isinstance(answer, Refusal)
    assert "邮箱地址" in answer.words


def test_a_letter_arrives_with_its_words_link_and_number() -> None:
    with mail_server() as box:
        answer = mail(box).send("zhang@example.com", MESSAGE)
    assert answer == Receipt("<n-7@example.gov.cn>")
    letter = email.message_from_bytes(box.letters[0], policy=default)
    assert letter["Subject"] == "11 月数据更新"
    assert letter["To"] == "zhang@example.com"
    assert letter["Message-ID"] == "<n-7@example.gov.cn>"
    body = letter.get_body()
    assert body
    assert "甲楼还有 3 个工作日截止" in body.get_content()
    assert "https://louyu.example/collection/" in body.get_content()


def test_what_is_offered_is_used_and_one_signs_in_under_it(certificate: ssl.SSLContext) -> None:
    with mail_server(certificate) as box:
        answer = mail(box, user="louyu", secret=SECRET).send("zhang@example.com", MESSAGE)
    assert isinstance(answer, Receipt)
    assert (box.signed_in, box.encrypted) == (["louyu"], [True])


def test_a_server_with_a_strange_certificate_gets_nothing(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    with mail_server(certificate) as box:
        answer = mail(box, user="louyu", secret=SECRET).send("zhang@example.com", MESSAGE)
    assert isinstance(answer, Refusal)
    assert (box.signed_in, box.letters) == ([], [])


def test_another_machine_without_encryption_gets_nothing() -> None:
    """Written so, this machine's address is not known to be its own."""
    with mail_server() as box:
        answer = mail(box, host="127.1").send("zhang@example.com", MESSAGE)
    assert isinstance(answer, Refusal)
    assert "加密" in answer.words
    assert box.letters == []


def test_wrong_password_unknown_mailbox_and_no_server_are_told() -> None:
    with mail_server() as box:
        wrong = mail(box, user="louyu", secret="another").send("zhang@example.com", MESSAGE)
        nobody = mail(box).send("li@example.com", MESSAGE)
    gone = mail(box).send("zhang@example.com", MESSAGE)
    told = [answer.words for answer in (wrong, nobody, gone) if isinstance(answer, Refusal)]
    assert ["密码" in told[0], "邮箱地址" in told[1], "连不上" in told[2]] == [True] * 3
    assert box.letters == []
