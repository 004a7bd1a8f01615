drop function save_with_parts(uuid, bigint, jsonb, bytea, uuid, integer, integer[], bytea, boolean);
--> statement-breakpoint

-- One message that brings parts of a large object, or ends one: what save_batch stores, and the parts in the same
-- transaction. A first part begins an object and takes the place of whatever was left of another. Where the object is
-- whole, p_token stands in the batch for its value, as a JSON string: it is put together here, from the parts that are
-- kept and the one in p_parts, so that it need not travel many times. False: another message or change of the device was
-- first; nothing was written.
create function save_with_parts(p_device_id uuid, p_version bigint, p_batch text, p_body bytea, p_session_key uuid,
  p_first integer, p_lengths integer[], p_parts bytea, p_is_over boolean, p_token text, p_is_text boolean)
returns boolean language plpgsql as $$
declare
  at_octet integer := 1;
  whole bytea;
  value text;
begin
  if p_token is not null then
    select coalesce(string_agg(octets, ''::bytea order by n), ''::bytea) || p_parts into whole
    from object_parts where device_id = p_device_id and session_key = p_session_key;
    value := case when p_is_text then convert_from(whole, 'UTF8') else translate(encode(whole, 'base64'), E'\n', '') end;
    p_batch := replace(p_batch, to_json(p_token)::text, to_json(value)::text);
  end if;
  if not exists (select 1 from save_batch(p_device_id, array[p_device_id], array[p_version], p_batch::jsonb, p_body)) then
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
