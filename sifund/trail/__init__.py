"""The audit trail: who did what, when and from where, in a chain that shows whether anything of it was changed."""

from sifund.trail.chain import FIELDS, FILE, HEAD, WORDS_LIMIT, Entry, Verdict, append, content, read, verified, verify
from sifund.trail.events import EVENTS
from sifund.trail.telling import note, refused

__all__ = [
    "EVENTS",
    "FIELDS",
    "FILE",
    "HEAD",
    "WORDS_LIMIT",
    "Entry",
    "Verdict",
    "append",
    "content",
    "note",
    "read",
    "refused",
    "verified",
    "verify",
]
