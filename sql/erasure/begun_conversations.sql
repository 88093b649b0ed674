-- One row per erasure that begins now and conversation of which everything goes: the one asked for, or any in which the
-- person is the only customer.
select
    begun.request_id,
    customers.conversation_id
from batch_customers as customers
inner join begun_subjects as begun on customers.customer_id = begun.subject_id
union
select
    request_id,
    target_id as conversation_id
from begun_erasures
where scope = 'conversation'
