"""The audit trail: who did what, when and from where, in a chain that shows whether anything of it was changed."""

from sifund.trail.chain import FILE, HEAD, WORDS_LIMIT, Entry, Verdict, append, content, read, verified, verify
from sifund.trail.events import EVENTS

__all__ = [
    "EVENTS",
    "FILE",
    "HEAD",
    "WORDS_LIMIT",
    "Entry",
    "Verdict",
    "append",
    "content",
    "read",
    "verified",
    "verify",
]
