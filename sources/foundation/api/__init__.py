"""The toolkit of the API: what every address shares.

problems        refusals, as problem details (RFC 9457)
params          what a request asks: its parameters, the moment, the audience, which fields
parsers         bodies: JSON of a bounded size, checked against the type that is taken
views           views that answer with JSON: caching, validators, links
resources       a list and one of its rows
pagination      lists a page at a time, by key, that neither skip nor repeat
filters         what lists can be narrowed by
schemas         what every answer is, as types
authentication  who is asking: a session or a token
throttling      how often, and the headers that say so
idempotency     writes that may be sent again, and that lose nothing (If-Match)
openapi         the API in OpenAPI 3.1
"""
