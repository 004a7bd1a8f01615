-- Operations of before: whose they are is known by the public id of the system (`encodeUuid` of ids.ts, in SQL).
update operations o set owner_system_id = s.system_id from external_systems s
where o.owner_kind = 'system' and o.owner_id = 'xs_' || (
  select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
    1 + substring(B'00' || ('x' || replace(s.system_id::text, '-', ''))::bit(128) from i * 5 + 1 for 5)::bit(5)::integer, 1), '' order by i)
  from generate_series(0, 25) i);
--> statement-breakpoint

-- Who may see results of others is never changed without an entry that says who changed it.
create constraint trigger grants_audited after insert or update or delete on grants
  deferrable initially deferred for each row execute function require_audit_entry();
