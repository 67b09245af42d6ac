"""Records under the lines of a report: who was paid what, when, by which rule. Nothing outside this folder imports it but its
command, its page and what draws that."""
