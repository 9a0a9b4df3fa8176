"""What every app stands on: it knows no source and no claim.

Its rooms are those of an app (`domain`, `models`, `querysets`, `permissions`, `selectors`,
`services`, `api`, `admin`), and beside them:

engine    the two databases: locks, seals, search
outbound  requests to addresses that others gave us
mailing   letters, and the worker that sends them
batches   long lists a part at a time

Nothing here imports an app. A line that names a source, a document or a claim belongs to theirs.
"""
