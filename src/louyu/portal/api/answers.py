"""答复: one shape for every refusal, and one effect for every key."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from ninja import HeaderEx, P, PathEx

from louyu.kernel.editing.sentences import broken_rule, sentence_of
from louyu.portal.api.rows import Refused
from louyu.portal.api.schemas import BIGGEST, Conflict, Paging, Problems
from louyu.portal.models import ApiCall, ApiToken

READS: dict[Any, Any] = {401: Problems, 404: Problems, 405: Problems, 422: Problems}
WRITES: dict[Any, Any] = READS | {400: Problems, 403: Problems, 409: Conflict, 415: Problems}

Pk = PathEx[int, P(ge=1, le=BIGGEST)]
Key = HeaderEx[str, P(alias="Idempotency-Key", min_length=8, max_length=100)]


def cut(found: Any, asked: Paging, tell: Callable[[Any], Any]) -> dict[str, Any]:
    """One page of what was found, each told as its schema wants it."""
    page = Paginator(found, asked.size).get_page(asked.page)
    items = [tell(one) for one in page]
    return {"count": page.paginator.count, "page": page.number, "size": asked.size, "items": items}


def told(status: int, *problems: tuple[str, str, str], **more: Any) -> HttpResponse:
    content = {
        "problems": [dict(zip(("code", "message", "field"), one, strict=True)) for one in problems]
    }
    text = json.dumps(content | more, ensure_ascii=False, cls=DjangoJSONEncoder)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def once(request: Any, key: str, sent: Any, act: Callable[[], tuple[int, dict[str, Any]]]) -> Any:
    """The first call with a key acts; the same again gets its answer, another body none."""
    token = request.auth
    if not (isinstance(token, ApiToken) and token.writes):
        raise Refused(403, ("forbidden", "这个令牌只能读。请创建可以写入的令牌。", ""))
    text = json.dumps([request.method, request.path, sent], cls=DjangoJSONEncoder, sort_keys=True)
    named = {"owner": token.owner, "key": key}
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    try:
        with transaction.atomic():
            call = ApiCall.objects.create(**named, digest=digest)
            status, answer = act()
            call.status, call.answer = status, json.loads(json.dumps(answer, cls=DjangoJSONEncoder))
            call.save(update_fields=["status", "answer"])
    except IntegrityError as refusal:
        call = ApiCall.objects.filter(**named).first()  # type: ignore[assignment]
        if call is None:
            sentence = sentence_of(broken_rule(refusal))
            raise Refused(422, ("invalid", sentence, "")) from refusal
        if call.digest != digest:
            raise Refused(422, ("key_used", "这个 Idempotency-Key 用于过别的内容。", "")) from None
    except ValidationError as refusal:
        raise Refused(422, ("invalid", str(refusal.message), "")) from refusal
    return HttpResponse(
        json.dumps(call.answer, ensure_ascii=False, sort_keys=True),
        status=call.status,
        content_type="application/json; charset=utf-8",
    )
