-- By what texts are ordered where somebody asks for "less than": runs of digits count as numbers, so that 1.9 comes
-- before 1.10. Compare it by octets (collate "C").
create function natural_order_key(p_text text) returns text language sql immutable strict parallel safe as $$
  select coalesce(string_agg(
    case when part[1] ~ '^[0-9]' then lpad(length(ltrim(part[1], '0'))::text, 7, '0') || ltrim(part[1], '0') else part[1] end,
    '' order by place), '')
  from regexp_matches(p_text, '[0-9]+|[^0-9]+', 'g') with ordinality as found(part, place)
$$;
--> statement-breakpoint

-- A caller who names the revision that it read changes that one or none.
create function count_operation_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
--> statement-breakpoint
create trigger operations_revision before update on operations for each row execute function count_operation_revision();
--> statement-breakpoint

-- A transaction that writes an audit entry says so to itself; the setting ends with it.
create function note_audit_entry() returns trigger language plpgsql as $$
begin
  perform set_config('dmwsi.audit_id', new.audit_id::text, true);
  return null;
end $$;
--> statement-breakpoint
create trigger audit_entries_noted after insert on audit_entries for each row execute function note_audit_entry();
--> statement-breakpoint

-- At the commit: who may do what is never changed without an entry that says who changed it.
create function require_audit_entry() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('dmwsi.audit_id', true), '') = '' then
    raise exception 'a change of % needs an audit entry in its transaction', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger external_systems_audited after insert or update or delete on external_systems
  deferrable initially deferred for each row execute function require_audit_entry();
--> statement-breakpoint
create constraint trigger api_credentials_audited
  after insert or delete or update of system_id, method, keys, certificate_thumbprint, expires_at, revoked_at on api_credentials
  deferrable initially deferred for each row execute function require_audit_entry();
--> statement-breakpoint
create constraint trigger client_secrets_audited after insert or delete or update of client_id, secret_hash, expires_at on client_secrets
  deferrable initially deferred for each row execute function require_audit_entry();
--> statement-breakpoint
create constraint trigger users_audited after insert or delete or update of email, role, disabled on users
  deferrable initially deferred for each row execute function require_audit_entry();
--> statement-breakpoint
create constraint trigger device_groups_audited after insert or update or delete on device_groups
  deferrable initially deferred for each row execute function require_audit_entry();
--> statement-breakpoint

-- The days of the trace are made and dropped in the owner's name: the role that the server runs in owns no table.
alter function make_message_partition(date) security definer set search_path = public, pg_temp;
--> statement-breakpoint
create function drop_message_partitions(p_days_kept integer) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  name text;
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'dm_messages'::regclass and c.relname ~ '^dm_messages_[0-9]{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - p_days_kept
  loop
    execute format('drop table %I', name);
  end loop;
end $$;
