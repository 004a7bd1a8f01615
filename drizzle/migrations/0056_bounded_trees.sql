-- What is kept of a device's tree is bounded: a device could name new nodes in every session without end. Of a statement
-- only those nodes are looked at that it added; of a device that has more than 50,000 then, the last of them go again.
create function bound_device_tree() returns trigger language plpgsql set enable_hashjoin = off set enable_mergejoin = off
  set enable_seqscan = off as $$
declare
  added record;
  kept bigint;
begin
  for added in select device_id, count(*) as nodes from added_nodes group by device_id loop
    select count(*) into kept from (
      select from device_nodes where device_id = added.device_id limit 50000 + added.nodes) as n;
    if kept > 50000 then
      delete from device_nodes d using (
        select uri from added_nodes where device_id = added.device_id order by uri desc limit kept - 50000) as beyond
      where d.device_id = added.device_id and d.uri = beyond.uri;
    end if;
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger bound_device_tree after insert on device_nodes referencing new table as added_nodes
  for each statement execute function bound_device_tree();
