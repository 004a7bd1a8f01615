CREATE TABLE "device_secret_digests" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"purpose" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resync_invitations" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"is_open" boolean NOT NULL,
	"used_at" timestamp with time zone[] NOT NULL,
	"used_by" "bytea"
);
--> statement-breakpoint
ALTER TABLE "device_credentials" ADD COLUMN "allow_resync" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "collision_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "held_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "device_secret_digests_device" ON "device_secret_digests" USING btree ("device_id");