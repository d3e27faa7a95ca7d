"""The one place where an error becomes an answer."""

import math
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sync.errors import StodkedjanError
from sync.protocol.errors import Malformed
from sync.server.refusals import NotRecognised, Refusal, ServerFault, TooManyRequests, UnknownAddress, WrongMethod

CODE_HEADER: Final = "x-refusal-code"
_BY_STATUS = {404: UnknownAddress, 405: WrongMethod}


def install(app: FastAPI) -> None:
    for kind in (StodkedjanError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _refuse)


async def _refuse(_request: Request, error: Exception) -> JSONResponse:
    return answer_refusal(_ours(error))


def _ours(error: Exception) -> StodkedjanError:
    match error:
        case StodkedjanError():
            return error
        case HTTPException():
            return _BY_STATUS.get(error.status_code, Malformed)()
        case RequestValidationError():
            return Malformed()
    return ServerFault()


def answer_refusal(error: StodkedjanError) -> JSONResponse:
    refusal = Refusal.of(error)
    content = {"code": refusal.code, "sentence": refusal.sentence}
    return JSONResponse(content, refusal.status, {CODE_HEADER: refusal.code, **_headers(error)})


def _headers(error: StodkedjanError) -> dict[str, str]:
    match error:
        case NotRecognised():
            return {"WWW-Authenticate": "Bearer"}
        case TooManyRequests():
            return {"Retry-After": str(math.ceil(error.wait_seconds) or 1)}
    return {}
