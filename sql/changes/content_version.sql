-- Orders the versions of one message, whatever order they come in: a deletion counts for good, then what held later.
-- Of two that held at one instant the one with less in it counts; the digest decides between all others.
create or replace temp macro content_version(is_deleted, as_of_utc, kind, content, attachments, reactions) as row(
    coalesce(is_deleted, false),
    coalesce(as_of_utc, timestamp '0001-01-01'),
    content is null,
    coalesce(contains(content, '▇'), false),
    md5(concat_ws(chr(31), kind, content, attachments::varchar, reactions::varchar))
);
