"""A dossier into the record.

load          all or nothing: checks, writes, settles
writer        from records to rows, list by list, keeping count of what was touched
columns       what a record says, as the columns of its row
affiliations  affiliations and other names
interests     declared interests
sightings     passages and their chains
"""

from claims.services.loading.load import Loaded, contribute, load

__all__ = ["Loaded", "contribute", "load"]
