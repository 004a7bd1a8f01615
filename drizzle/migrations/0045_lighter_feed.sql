DROP INDEX "events_operation";--> statement-breakpoint
DROP INDEX "events_device";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_device_id_version_i_pk";--> statement-breakpoint
CREATE INDEX "events_device" ON "events" USING btree ("device_id","seq") WHERE "events"."type" is not null;