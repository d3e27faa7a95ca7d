"""The primitives we build on, against published vectors, on whatever version of cryptography is installed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import cryptography_vectors
import pytest
from argon2.low_level import Type, core, ffi, lib
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.bindings._rust import openssl as rust_openssl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.crypto.derivation import derived
from fieldapp.crypto.grants import SUITE

VECTORS = Path(cryptography_vectors.__file__).parent


def read(path: str) -> str:
    return (VECTORS / path).read_text()


def blocks(text: str, first: str) -> Iterator[dict[str, str]]:
    """The name = value lines of each test case, which begins with the name `first`."""
    case: dict[str, str] = {}
    for line in text.splitlines():
        name, _, value = (part.strip() for part in line.partition("="))
        if name.lower() == first.lower():
            if case:
                yield case
            case = {}
        if name and not name.startswith(("#", "[")):
            case[name] = value
    yield case


def test_aes_256_gcm_opens_what_nist_says_and_refuses_what_nist_says():
    sections = re.split(r"\n(?=\[Keylen)", read("ciphers/AES/GCM/gcmDecrypt256.rsp"))
    ours = [section for section in sections if "[IVlen = 96]" in section and "[Taglen = 128]" in section]
    cases = [case for section in ours for case in blocks(section, "Count")]
    opened = refused = 0
    for case in cases:
        cipher = AESGCM(bytes.fromhex(case["Key"]))
        nonce, aad = bytes.fromhex(case["IV"]), bytes.fromhex(case["AAD"])
        sealed = bytes.fromhex(case["CT"] + case["Tag"])
        if "FAIL" in case:
            with pytest.raises(InvalidTag):
                cipher.decrypt(nonce, sealed, aad)
            refused += 1
        else:
            assert cipher.decrypt(nonce, sealed, aad).hex() == case["PT"]
            opened += 1

    assert opened > 100
    assert refused > 100


def test_hkdf_sha256_gives_what_rfc_5869_says():
    cases = [case for case in blocks(read("KDF/rfc-5869-HKDF-SHA256.txt"), "COUNT") if "OKM" in case]
    for case in cases:
        salt, info = bytes.fromhex(case["salt"]), bytes.fromhex(case["info"])
        hkdf = HKDF(algorithm=SHA256(), length=int(case["L"]), salt=salt, info=info)
        assert hkdf.derive(bytes.fromhex(case["IKM"])).hex() == case["OKM"]
        if not salt:
            assert derived(bytes.fromhex(case["IKM"]), info, int(case["L"])).hex() == case["OKM"]

    assert len(cases) == 3
    assert any(not case["salt"] for case in cases)


def test_x25519_gives_what_rfc_7748_says():
    cases = [case for case in blocks(read("asymmetric/X25519/rfc7748.txt"), "COUNT") if "OUTPUT_U" in case]
    for case in cases:
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["INPUT_SCALAR"]))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(case["INPUT_U"]))
        assert private.exchange(public).hex() == case["OUTPUT_U"]

    assert len(cases) >= 3


def test_x25519_refuses_a_point_of_low_order():
    with pytest.raises(ValueError, match="shared"):
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(bytes(32)))


def test_ed25519_signs_as_its_authors_do_and_refuses_a_changed_message():
    lines = read("asymmetric/Ed25519/sign.input").splitlines()[:200]
    for line in lines:
        private, public, message, signed = line.split(":")[:4]
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private[:64]))
        signature = bytes.fromhex(signed)[:64]
        assert key.sign(bytes.fromhex(message)) == signature
        with pytest.raises(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, bytes.fromhex(message) + b"x")

    assert len(lines) == 200


def test_ed25519_refuses_a_signature_with_the_group_order_added():
    order = 2**252 + 27742317777372353535851937790883648493
    key = Ed25519PrivateKey.generate()
    signature = key.sign(b"message")
    second = int.from_bytes(signature[32:], "little") + order

    with pytest.raises(InvalidSignature):
        key.public_key().verify(signature[:32] + second.to_bytes(32, "little"), b"message")


def hpke_vectors() -> list[dict]:
    """RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""
    ids = (0, 0x20, 1, 2)
    every = json.loads(read("HPKE/test-vectors.json"))
    return [one for one in every if (one["mode"], one["kem_id"], one["kdf_id"], one["aead_id"]) == ids]


def test_hpke_opens_what_rfc_9180_says():
    for vector in hpke_vectors():
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["skRm"]))
        first = vector["encryptions"][0]
        sealed, info = bytes.fromhex(vector["enc"] + first["ct"]), bytes.fromhex(vector["info"])
        # The vectors carry associated data, which only the library's own test entrance takes.
        opened = rust_openssl.hpke._decrypt_with_aad(SUITE, sealed, private, info, bytes.fromhex(first["aad"]))
        assert opened.hex() == first["pt"]

    assert hpke_vectors()


def test_hpke_refuses_another_info_and_another_reader():
    private = X25519PrivateKey.generate()
    sealed = SUITE.encrypt(b"a key", private.public_key(), info=b"one")

    assert SUITE.decrypt(sealed, private, info=b"one") == b"a key"
    with pytest.raises(InvalidTag):
        SUITE.decrypt(sealed, private, info=b"two")
    with pytest.raises(InvalidTag):
        SUITE.decrypt(sealed, X25519PrivateKey.generate(), info=b"one")


def test_argon2id_gives_what_rfc_9106_says():
    case = next(blocks(read("KDF/argon2id.txt"), "COUNT"))
    inputs = {name: bytes.fromhex(case[name]) for name in ("pass", "salt", "secret", "ad")}
    buffers = {name: ffi.new("uint8_t[]", value) for name, value in inputs.items()}
    out = ffi.new("uint8_t[]", 32)
    context = ffi.new(
        "argon2_context *",
        {
            "version": 0x13,
            "out": out,
            "outlen": 32,
            "pwd": buffers["pass"],
            "pwdlen": len(inputs["pass"]),
            "salt": buffers["salt"],
            "saltlen": len(inputs["salt"]),
            "secret": buffers["secret"],
            "secretlen": len(inputs["secret"]),
            "ad": buffers["ad"],
            "adlen": len(inputs["ad"]),
            "t_cost": int(case["iter"]),
            "m_cost": int(case["memcost"]),
            "lanes": int(case["lanes"]),
            "threads": 1,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": lib.ARGON2_DEFAULT_FLAGS,
        },
    )

    assert core(context, Type.ID.value) == 0
    assert bytes(ffi.buffer(out, 32)).hex() == case["output"]
