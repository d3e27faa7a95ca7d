"""How easy a passphrase is to guess, for the screens."""

from fieldapp.crypto.strength import Strength as Strength
from fieldapp.crypto.strength import strength as strength
