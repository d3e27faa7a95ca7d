"""Mistakes in how things are sealed, opened and handed over."""

from tests.broken.patch import Patch

_CIRCLE, _GRANTS = "fieldapp/crypto/circle_keys.py", "fieldapp/crypto/grants.py"
_PASSPHRASE, _VAULT = "fieldapp/crypto/passphrase.py", "fieldapp/crypto/vault.py"

PATCHES = (
    Patch(
        "crypto-skips-key-id",
        "a sealed change names its one key",
        _CIRCLE,
        "        return (header.circle, header.epoch, header.key_id) == (self.circle, self.epoch, self.key_id)\n",
        "        return (header.circle, header.epoch) == (self.circle, self.epoch)\n",
        "tests/crypto/test_circle_keys.py::test_a_header_that_names_another_key_is_not_sealed",
    ),
    Patch(
        "crypto-skips-padding",
        "the length of an envelope tells nearly nothing",
        _CIRCLE,
        '    return content.ljust(_bucket(len(content)), b"\\0")\n',
        "    return content\n",
        "tests/crypto/test_circle_keys.py::test_payloads_are_padded_to_buckets",
    ),
    Patch(
        "crypto-takes-unsigned-grants",
        "a key counts only from whom it was signed by",
        _GRANTS,
        "    grant.verify(granter_public)\n",
        "",
        "tests/crypto/test_grants.py::test_an_unsigned_grant_is_refused",
    ),
    Patch(
        "crypto-takes-another-key-than-named",
        "a granted key is the key it says it is",
        _GRANTS,
        "    if (found.circle, found.key_id) != (context.circle, context.key_id):\n        raise CannotOpen\n",
        "",
        "tests/crypto/test_grants.py::test_a_key_that_does_not_match_its_id_is_refused",
    ),
    Patch(
        "crypto-grant-without-context",
        "a key granted for one circle opens no other",
        _GRANTS,
        "    return INFO + context.to_bytes()\n",
        "    return INFO\n",
        "tests/crypto/test_grants.py::test_a_sealed_key_moved_under_another_context_does_not_open_even_when_signed",
    ),
    Patch(
        "crypto-lowers-the-floor",
        "a passphrase is never cheaper to guess than the published floor",
        _PASSPHRASE,
        "FLOOR = KdfCost(memory_kib=19456, iterations=2, lanes=1)\n",
        "FLOOR = KdfCost(memory_kib=1024, iterations=1, lanes=1)\n",
        "tests/crypto/test_passphrase.py::test_the_floor_is_owasps",
    ),
    Patch(
        "crypto-obeys-a-weakened-file",
        "nothing that lies on the disk can lower the cost",
        _PASSPHRASE,
        "    if cost.is_below(FLOOR):\n        raise KdfWeakened\n",
        "",
        "tests/crypto/test_passphrase.py::test_a_cost_below_the_floor_is_refused",
    ),
    Patch(
        "crypto-forgets-the-keystore",
        "a copied folder opens nothing without the keystore's secret",
        _VAULT,
        "    material = stretch(passphrase, vault.salt, vault.cost) + keystore_secret\n",
        "    material = stretch(passphrase, vault.salt, vault.cost)\n",
        "tests/crypto/test_vault.py::test_without_the_keystores_secret_the_passphrase_opens_nothing",
    ),
)
