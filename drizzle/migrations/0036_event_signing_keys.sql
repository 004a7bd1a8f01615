CREATE TABLE "event_signing_keys" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"public_key" jsonb NOT NULL,
	"sealed_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "system_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "system_id" uuid;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "filter" text;