"""Mistakes in what is done ahead of its turn."""

from tests.broken.patch import Patch

PATCHES = (
    Patch(
        "looking-ahead-decides",
        "a signature that was looked into ahead counts only under the key that the log names",
        "sync/client/pull.py",
        "    if signed_by == author.signing:\n        return\n",
        "    return\n",
        "tests/client/test_exchange.py::test_a_server_that_forges_an_envelope_and_its_whole_chain_is_found_out",
    ),
)
