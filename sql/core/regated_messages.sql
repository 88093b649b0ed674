-- One row per stored message whose basis, purposes or expiry the changed consent alters.
update shard.messages set
    basis = regated.basis,
    purposes = regated.purposes,
    rule = regated.rule,
    expires_at_utc = regated.expires_at_utc,
    policy_version = regated.policy_version
from regated
where
    messages.message_id = regated.message_id
    and regated.refused is null
    and messages.purposes is distinct from regated.purposes
