"""The recovery kit of a board: one seed, its two keys, and the words it is kept as."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from fieldapp.crypto.derivation import derived
from sync.errors import FixAndRetry

SEED_BYTES = 32
ROOT_INFO = b"stodkedjan root"
RECEIVING_INFO = b"stodkedjan recovery"


class WrongShares(FixAndRetry):
    """These words do not belong together, or one is mistyped. Compare them with the printed recovery kit."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """32 random bytes that exist on paper only; the board's root and recovery keys follow from them."""

    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        return cls(os.urandom(SEED_BYTES))

    @property
    def root(self) -> Ed25519PrivateKey:
        """Signs the founding of the board and its first supervisor."""
        return Ed25519PrivateKey.from_private_bytes(derived(self.seed, ROOT_INFO))

    @property
    def receiving(self) -> X25519PrivateKey:
        """Opens what is granted to Recipient.recovery()."""
        return X25519PrivateKey.from_private_bytes(derived(self.seed, RECEIVING_INFO))

    @property
    def root_public(self) -> bytes:
        return self.root.public_key().public_bytes_raw()

    @property
    def receiving_public(self) -> bytes:
        return self.receiving.public_key().public_bytes_raw()

    def words(self) -> tuple[str, ...]:
        """33 words (SLIP-39, one share of one)."""
        return tuple(self._shares(1, 1)[0].split())

    def shares(self) -> tuple[tuple[str, ...], ...]:
        """Three lists of 33 words; any two are enough (SLIP-39)."""
        return tuple(tuple(share.split()) for share in self._shares(2, 3))

    @classmethod
    def combine(cls, shares: Iterable[Iterable[str]]) -> Self:
        """From the words of one kit, or of two of its three shares, in any order and case. Raises WrongShares."""
        typed = [" ".join(" ".join(words).lower().split()) for words in shares]
        try:
            seed = combine_mnemonics(typed)
        except (MnemonicError, ValueError) as error:
            raise WrongShares from error
        if len(seed) != SEED_BYTES:
            raise WrongShares
        return cls(seed)

    def _shares(self, needed: int, made: int) -> list[str]:
        # The exponent slows down guessing SLIP-39's own passphrase, which is empty here.
        groups: list[list[str]] = generate_mnemonics(1, [(needed, made)], self.seed, iteration_exponent=0)
        return groups[0]
