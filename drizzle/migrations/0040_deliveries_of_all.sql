CREATE SEQUENCE "public"."outbox_facts" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "realm" realm;--> statement-breakpoint
UPDATE "deliveries" SET "realm" = "subscriptions"."realm" FROM "subscriptions" WHERE "subscriptions"."subscription_id" = "deliveries"."subscription_id";--> statement-breakpoint
-- Of subscriptions that were deleted: waiting to be swept.
DELETE FROM "deliveries" WHERE "realm" IS NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "realm" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_realm" ON "deliveries" USING btree ("realm","state","event_id","subscription_id");
