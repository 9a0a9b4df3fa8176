"""What every address of the API shares, and the addresses of sources and documents.

problems    refusals, as problem details (RFC 9457)
asking      what a request asks: its parameters, the moment, the audience, which fields
answering   views that answer with JSON: caching, validators, links
listing     a list and one of its rows
paging      lists a page at a time, by key, that neither skip nor repeat
filters     what lists can be narrowed by
signing     who is asking: a session or a token
limiting    how often, and the headers that say so
repeating   writes that may be sent again (Idempotency-Key), and that lose nothing (If-Match)
described   the API in OpenAPI 3.1
"""
