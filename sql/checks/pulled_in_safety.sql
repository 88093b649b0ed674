-- Rows that must not exist: exports that came without encryption, by a weak or unknown server, or changed on the way.
-- title: Every pulled export came encrypted, from a server with a valid certificate, as its manifest says
-- severity: error
-- duties: d-09
-- on: governance
-- remedy: mend the place that it came from, remove the export, and pull it again
with

transfers as (
    select * from gov.transfers
),

unsafe as (
    select transfer_id
    from transfers
    where
        is_taken
        and (
            scheme not in ('https', 'sftp', 'file')
            or (scheme = 'https' and coalesce(protocol, '') not in ('TLSv1.2', 'TLSv1.3'))
            or (scheme = 'https' and coalesce(peer_expires_at_utc <= pulled_at_utc, true))
            or (scheme = 'sftp' and coalesce(protocol, '') <> 'SSH-2.0')
            or (scheme <> 'file' and peer_fingerprint is null)
            or manifest = 'different'
            or length(sha256) <> 64
        )
)

select * from unsafe
