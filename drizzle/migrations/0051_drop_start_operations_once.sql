-- Nothing has called it since start_operations_together (0041) does what it did.
drop function start_operations_once(json, json, json, json, json);
