DROP INDEX "operations_realm";--> statement-breakpoint
DROP INDEX "operations_owner";--> statement-breakpoint
DROP INDEX "operations_content";--> statement-breakpoint
CREATE INDEX "devices_firmware_order" ON "devices" USING btree (natural_order_key("firmware") collate "C","device_id");--> statement-breakpoint
CREATE INDEX "operations_state" ON "operations" USING btree ("state","operation_id");--> statement-breakpoint
CREATE INDEX "operations_kind" ON "operations" USING btree ("kind","operation_id");--> statement-breakpoint
CREATE INDEX "operations_realm" ON "operations" USING btree ("realm","operation_id");--> statement-breakpoint
CREATE INDEX "operations_owner" ON "operations" USING btree ("owner_id","operation_id");--> statement-breakpoint
CREATE INDEX "operations_content" ON "operations" USING btree (("params" ->> 'content'),"operation_id") WHERE "operations"."params" ->> 'content' is not null;