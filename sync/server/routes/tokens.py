"""Challenge and token."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from sync.protocol.signing import SIGNATURE_BYTES
from sync.protocol.tokens import CHALLENGE_BYTES, Door
from sync.server import tokens
from sync.server.refusals import NotRecognised
from sync.server.routes.callers import TheDistrict
from sync.server.routes.shapes import Base64, Hex16, Shape, refusals

router = APIRouter(tags=["tokens"])


class ChallengeRequest(Shape):
    device: Hex16


class ChallengeAnswer(Shape):
    challenge: Base64


class TokenRequest(Shape):
    device: Hex16
    door: Door
    challenge: Annotated[Base64, Field(min_length=CHALLENGE_BYTES, max_length=CHALLENGE_BYTES)]
    signature: Annotated[Base64, Field(min_length=SIGNATURE_BYTES, max_length=SIGNATURE_BYTES)]


class TokenAnswer(Shape):
    token: str
    expires_in_seconds: int


@router.post("/v1/boards/{board}/challenge")
def make_challenge(board: Hex16, request: ChallengeRequest, district: TheDistrict) -> ChallengeAnswer:
    """32 bytes to sign within two minutes, once; unknown devices get one too."""
    return ChallengeAnswer(challenge=tokens.make_challenge(district, board, request.device))


@router.post("/v1/boards/{board}/token", responses=refusals(NotRecognised))
def exchange_token(board: Hex16, request: TokenRequest, district: TheDistrict) -> TokenAnswer:
    """A short-lived token for a signed challenge. `signing`: all that the role may; `delivery`: push own envelopes."""
    token = tokens.exchange(
        district, board, request.device, request.door, challenge=request.challenge, signature=request.signature
    )
    return TokenAnswer(token=token, expires_in_seconds=int(tokens.TOKEN_LIFE.total_seconds()))
