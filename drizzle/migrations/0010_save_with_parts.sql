-- Parts are read once and soon gone: to compress them would cost more than it saves.
alter table object_parts alter column octets set storage external;
--> statement-breakpoint

-- One message that brings parts of a large object, or ends one: what save_batch stores, and the parts in the same
-- transaction. A first part begins an object and takes the place of whatever was left of another. False: another
-- message or change of the device was first; nothing was written. The parts are one blob.
create function save_with_parts(p_device_id uuid, p_version bigint, p_batch jsonb, p_body bytea, p_session_key uuid,
  p_first integer, p_lengths integer[], p_parts bytea, p_is_over boolean)
returns boolean language plpgsql as $$
declare
  at_octet integer := 1;
begin
  if not exists (select 1 from save_batch(p_device_id, array[p_device_id], array[p_version], p_batch, p_body)) then
    return false;
  end if;
  if p_first = 0 or p_is_over then
    delete from object_parts where device_id = p_device_id;
  end if;
  if not p_is_over then
    for k in 1 .. cardinality(p_lengths) loop
      insert into object_parts (device_id, session_key, n, octets)
      values (p_device_id, p_session_key, p_first + k - 1, substring(p_parts from at_octet for p_lengths[k]));
      at_octet := at_octet + p_lengths[k];
    end loop;
  end if;
  return true;
end $$;
