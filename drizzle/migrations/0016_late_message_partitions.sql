-- Makes the partition of one day; does nothing where it stands. Messages that came before it are in the default
-- partition, which would refuse the new one: they are moved.
create or replace function make_message_partition(p_day date) returns void language plpgsql as $$
declare
  name text := 'dm_messages_' || to_char(p_day, 'YYYYMMDD');
  day_from timestamptz := p_day::timestamptz;
  day_to timestamptz := (p_day + 1)::timestamptz;
begin
  if to_regclass(name) is not null then return; end if;
  -- The parent first, as whoever inserts does.
  lock table dm_messages in share row exclusive mode;
  if not exists (select from dm_messages_default where at >= day_from and at < day_to) then
    execute format('create table if not exists %I partition of dm_messages for values from (%L) to (%L)', name, day_from, day_to);
    return;
  end if;
  execute format('create table %I (like dm_messages including all)', name);
  execute format('with late as (delete from dm_messages_default where at >= %L and at < %L returning *)
    insert into %I select * from late', day_from, day_to, name);
  execute format('alter table dm_messages attach partition %I for values from (%L) to (%L)', name, day_from, day_to);
end $$;
