CREATE TYPE "public"."content_state" AS ENUM('uploading', 'verifying', 'ready', 'quarantined', 'rejected', 'retired');--> statement-breakpoint
CREATE TABLE "contents" (
	"content_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"version" text,
	"from_versions" text[],
	"manufacturer" text,
	"models" text[],
	"size" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	"state" "content_state" DEFAULT 'uploading' NOT NULL,
	"reason" text,
	"reason_detail" text,
	"checks" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"signature" jsonb,
	"signing_key_id" uuid,
	"source_url" text,
	"received" bigint DEFAULT 0 NOT NULL,
	"received_sha256" "bytea",
	"leased_by" uuid,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone,
	"decided_by_id" text,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ready_at" timestamp with time zone,
	"scrubbed_at" timestamp with time zone,
	CONSTRAINT "contents_sizes_fit" CHECK ("contents"."size" > 0 and "contents"."received" between 0 and "contents"."size"),
	CONSTRAINT "contents_digest_is_sha256" CHECK (length("contents"."sha256") = 32),
	CONSTRAINT "contents_name_has_length" CHECK (length("contents"."name") between 1 and 255)
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"owner" text NOT NULL,
	"algorithm" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"kinds" text[] NOT NULL,
	"manufacturers" text[],
	"not_before" timestamp with time zone,
	"not_after" timestamp with time zone,
	"created_by_id" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text,
	CONSTRAINT "signing_keys_fingerprint" UNIQUE("realm","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "content_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "content_id" uuid;--> statement-breakpoint
ALTER TABLE "contents" ADD CONSTRAINT "contents_signing_key_id_signing_keys_key_id_fk" FOREIGN KEY ("signing_key_id") REFERENCES "public"."signing_keys"("key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contents_realm" ON "contents" USING btree ("realm","content_id");--> statement-breakpoint
CREATE INDEX "contents_sha256" ON "contents" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "contents_due" ON "contents" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "contents_signing_key" ON "contents" USING btree ("signing_key_id");--> statement-breakpoint
CREATE INDEX "contents_owner" ON "contents" USING btree ("owner_id","state");