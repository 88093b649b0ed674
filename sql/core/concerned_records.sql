-- One row per record of a batch: who wrote it and whom it concerns.
-- In a conversation with one customer everything concerns the customer; what the company's own people write
-- elsewhere concerns themselves.
with

records as (
    select * from batch_records
),

people as (
    select * from batch_people
),

customers as (
    select * from batch_customers
),

concerned as (
    select
        records.*,
        -- the account that wrote it, and whose it is
        people.writer_id,
        people.subject_id as writing_person_id,
        coalesce(people.role, 'customer') as writer_role,
        if(
            people.subject_id is null or people.role in ('staff', 'bot'),
            coalesce(customers.customer_id, people.subject_id),
            people.subject_id
        ) as subject_id
    from records
    left join people on records.person_index = people.person
    left join customers on records.conversation_id = customers.conversation_id
)

select * from concerned
