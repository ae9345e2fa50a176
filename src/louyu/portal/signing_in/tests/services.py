"""本机服务: an SMS gateway and an identity provider on this machine, as their references say.

Each checks what it is sent by itself: nothing here is computed with the code under test.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import queue
import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.serving import Quiet

SECRET = "invented-secret"
CLIENT, CLIENT_SECRET = "louyu", "invented-client-secret"


class SmsGateway(Quiet):
    """Takes SendSms requests whose signature is right, and remembers the messages."""

    messages: queue.Queue[dict[str, str]]

    def do_POST(self) -> None:
        query = urlsplit(self.path).query
        if self.headers["Authorization"].rsplit("Signature=", 1)[1] != self._signature(query):
            self.answer({"Code": "SignatureDoesNotMatch", "Message": "bad"}, 400)
            return
        self.messages.put(dict(parse_qsl(query)))
        self.answer({"Code": "OK", "Message": "OK", "BizId": "1", "RequestId": "1"})

    def _signature(self, query: str) -> str:
        names = self.headers["Authorization"].split("SignedHeaders=")[1].split(",")[0]
        told = "".join(f"{name}:{self.headers[name].strip()}\n" for name in names.split(";"))
        payload = hashlib.sha256(b"").hexdigest()
        request = "\n".join(["POST", "/", query, told, names, payload])
        hashed = hashlib.sha256(request.encode()).hexdigest()
        text = "ACS3-HMAC-SHA256\n" + hashed
        return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


class Identity(Quiet):
    """OpenID Connect: discovery, authorization with PKCE, token and keys; everybody is `who`."""

    key = RSAKey.generate_key(2048, parameters={"kid": "1"})
    who: dict[str, str]
    asked: dict[str, dict[str, str]]
    spoiled: dict[str, str]

    @property
    def issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif parts.path == "/keys":
            self.answer({"keys": [self.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            request = dict(parse_qsl(parts.query))
            self.asked["code-1"] = request
            self.send_response(302)
            self.send_header(
                "Location", f"{request['redirect_uri']}?code=code-1&state={request['state']}"
            )
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        request = self.asked.pop(sent["code"], None)
        if request is None or not _answers(request["code_challenge"], sent["code_verifier"]):
            self.answer({"error": "invalid_grant"}, 400)
            return
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": request["nonce"],
            **self.who,
            **self.spoiled,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": signed})


def _answers(challenge: str, verifier: str) -> bool:

    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
