"""Everything that changes claims, and the one function that writes a status.

settling   what a claim amounts to, written into its timeline
recording  one claim, attribution or answer at a time, for desks and forms
loading    a dossier, all or nothing
"""
