-- The id of the thread that a message belongs to; null for one that belongs to none.
create or replace temp macro thread_of(conversation_id, thread_key) as unhex(
    md5(hex(conversation_id) || ' ' || thread_key)
);
