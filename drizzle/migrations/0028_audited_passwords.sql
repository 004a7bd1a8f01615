-- Who has which password is never changed without an entry that says who changed it.
drop trigger users_audited on users;
--> statement-breakpoint
create constraint trigger users_audited after insert or delete or update of email, role, disabled, password_hash, must_change_password on users
  deferrable initially deferred for each row execute function require_audit_entry();
