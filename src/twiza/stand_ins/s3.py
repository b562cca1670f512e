"""A bucket in memory that speaks the part of S3 we use and checks every signature (AWS version 4)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ALGORITHM = "AWS4-HMAC-SHA256"


class Bucket:
    """What was put, and how many requests were turned away."""

    def __init__(self, name: str, *, access_key: str, secret_key: str, region: str) -> None:
        self.name = name
        self.access_key = access_key
        self.secret_key = secret_key
        self.region = region
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.refused = 0

    def app(self) -> Starlette:
        """The bucket as a web application."""
        methods = ["GET", "HEAD", "PUT", "DELETE", "POST"]
        paths = (f"/{self.name}", f"/{self.name}/{{key:path}}")
        return Starlette(routes=[Route(path, self._answer, methods=methods) for path in paths])

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        if not self._is_signed(request, body):
            self.refused += 1
            return _error(403, "SignatureDoesNotMatch")
        key = request.path_params.get("key", "")
        if request.method == "PUT":
            self.objects[key] = (body, datetime.now(UTC))
            return Response(headers={"etag": _etag(body)})
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return Response(status_code=204)
        if request.method == "POST":
            return self._delete_many(body.decode())
        return self._get(key) if key else self._list(request.query_params.get("prefix", ""))

    def _get(self, key: str) -> Response:
        if key not in self.objects:
            return _error(404, "NoSuchKey")
        content, written = self.objects[key]
        headers = {"etag": _etag(content), "last-modified": format_datetime(written, usegmt=True)}
        return Response(content, headers=headers, media_type="application/octet-stream")

    def _list(self, prefix: str) -> Response:
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{written:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<ETag>{_etag(content)}</ETag><Size>{len(content)}</Size></Contents>"
            for key, (content, written) in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml(f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>")

    def _delete_many(self, body: str) -> Response:
        keys = [part.partition("</Key>")[0] for part in body.split("<Key>")[1:]]
        for key in keys:
            self.objects.pop(key, None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return _xml(f"<DeleteResult>{gone}</DeleteResult>")

    def _is_signed(self, request: Request, body: bytes) -> bool:
        """Whether the request carries the signature that this key makes over it, body included."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        told: dict[str, str] = {}
        for part in rest.split(","):
            name, _, value = part.strip().partition("=")
            told[name] = value
        access_key, _, scope = told.get("Credential", "").partition("/")
        hashed = request.headers.get("x-amz-content-sha256", "")
        if scheme != _ALGORITHM or access_key != self.access_key:
            return False
        if hashed not in {hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"}:
            return False
        names = told.get("SignedHeaders", "").split(";")
        canonical = _canonical(request, names, hashed)
        return hmac.compare_digest(
            told.get("Signature", ""), self._signature(request.headers, scope, canonical)
        )

    def _signature(self, headers: Mapping[str, str], scope: str, canonical: str) -> str:
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        text = "\n".join([_ALGORITHM, headers.get("x-amz-date", ""), scope, hashed])
        key = f"AWS4{self.secret_key}".encode()
        for part in (scope.partition("/")[0], self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical(request: Request, names: list[str], hashed: str) -> str:
    """The request as the signature sees it."""
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in request.query_params.multi_items()
    )
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names)
    path = quote(request.url.path, safe="/-_.~")
    return "\n".join([request.method, path, query, headers, ";".join(names), hashed])


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _xml(text: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{text}', status, media_type="application/xml")


def _error(status: int, code: str) -> Response:
    return _xml(f"<Error><Code>{code}</Code><Message>{code}</Message></Error>", status)
