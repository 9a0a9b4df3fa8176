"""The exchange format `second-source-dossier/1`, between JSON and records.

faults      what is wrong with a dossier: where, the value, what was expected
parsing     JSON text to checked records
references  every id that is named exists, and none twice
answers     every answer fits its question: form, unit, dimension
invariants  what a record must hold beyond what the format and the policy need
deciding    what a dossier would decide rather than record
merging     several files of one load as one
"""
