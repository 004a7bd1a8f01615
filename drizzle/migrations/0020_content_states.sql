-- A content begins as an upload, and what it is never changes. Its state moves as the public API says; out of quarantine
-- only by a person's decision. Octets that may be in use are not forgotten.
create function check_content_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'uploading' then
      raise exception 'a content begins as uploading, not as %', new.state using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.state not in ('uploading', 'rejected', 'retired') then
      raise exception 'a content that is % is not deleted', old.state using errcode = 'check_violation';
    end if;
    return old;
  end if;
  if (new.content_id, new.realm, new.owner_id, new.kind, new.name, new.size, new.sha256)
      is distinct from (old.content_id, old.realm, old.owner_id, old.kind, old.name, old.size, old.sha256)
    or (new.version, new.from_versions, new.manufacturer, new.models, new.signature, new.signing_key_id)
      is distinct from (old.version, old.from_versions, old.manufacturer, old.models, old.signature, old.signing_key_id) then
    raise exception 'what a content is never changes' using errcode = 'check_violation';
  end if;
  if new.state = old.state then
    return new;
  end if;
  if (old.state, new.state) not in (
      ('uploading', 'verifying'), ('uploading', 'rejected'),
      ('verifying', 'ready'), ('verifying', 'quarantined'), ('verifying', 'rejected'),
      ('quarantined', 'ready'), ('quarantined', 'rejected'),
      ('ready', 'quarantined'), ('ready', 'retired')) then
    raise exception 'a content does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if new.state = 'verifying' and new.received <> new.size then
    raise exception 'a content that is not whole is not verified' using errcode = 'check_violation';
  end if;
  if old.state = 'quarantined' and new.decided_by_id is null then
    raise exception 'a content leaves quarantine by a decision only' using errcode = 'check_violation';
  end if;
  if new.state in ('quarantined', 'rejected') and new.reason is null then
    raise exception 'a content that is % says why', new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger contents_checked before insert or update or delete on contents for each row execute function check_content_change();
--> statement-breakpoint

-- A key that was revoked stays so, and is the key that it was.
create function check_signing_key_change() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null or (new.key_id, new.realm, new.algorithm, new.public_key, new.kinds, new.manufacturers)
      is distinct from (old.key_id, old.realm, old.algorithm, old.public_key, old.kinds, old.manufacturers) then
    raise exception 'a signing key can only be revoked, and once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger signing_keys_checked before update on signing_keys for each row execute function check_signing_key_change();
--> statement-breakpoint
create constraint trigger signing_keys_audited after insert or update or delete on signing_keys
  deferrable initially deferred for each row execute function require_audit_entry();
