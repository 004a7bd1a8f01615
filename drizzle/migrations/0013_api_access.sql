CREATE TABLE "client_secrets" (
	"secret_id" uuid PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"client_id" text NOT NULL,
	"class" text NOT NULL,
	"empty_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rate_limits_client_id_class_pk" PRIMARY KEY("client_id","class")
);
--> statement-breakpoint
CREATE TABLE "used_assertions" (
	"client_id" text NOT NULL,
	"jti_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "used_assertions_client_id_jti_hash_pk" PRIMARY KEY("client_id","jti_hash")
);
--> statement-breakpoint
DROP INDEX "operations_expiry";--> statement-breakpoint
ALTER TABLE "api_credentials" ALTER COLUMN "secret_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "certificate_thumbprint" "bytea";--> statement-breakpoint
ALTER TABLE "api_credentials" ADD COLUMN "method" text DEFAULT 'secret' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_credentials" ADD COLUMN "keys" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "api_credentials" ADD COLUMN "certificate_thumbprint" "bytea";--> statement-breakpoint
ALTER TABLE "external_systems" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "external_systems" ADD COLUMN "destructive_devices_per_hour" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "approval_cause" text;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "decision" text;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "decided_by_id" text;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "decided_by_name" text;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "decision_reason" text;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "decided_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "client_secrets" ADD CONSTRAINT "client_secrets_client_id_api_credentials_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."api_credentials"("client_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "client_secrets_client" ON "client_secrets" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "used_assertions_expiry" ON "used_assertions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "api_credentials_system" ON "api_credentials" USING btree ("system_id");--> statement-breakpoint
CREATE INDEX "operations_expiry" ON "operations" USING btree ("expires_at") WHERE "operations"."state" in ('draft', 'awaiting_approval', 'scheduled', 'running', 'paused') and "operations"."expires_at" is not null;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_maker_is_not_checker" CHECK ("operations"."decided_by_id" <> "operations"."owner_id");--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_decided_by_somebody" CHECK (("operations"."decision" is null) = ("operations"."decided_by_id" is null));--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_run_approved" CHECK ("operations"."approval_cause" is null or "operations"."decision" is not distinct from 'approved' or "operations"."state" not in ('scheduled', 'running', 'paused'));--> statement-breakpoint
ALTER TABLE "rate_limits" SET UNLOGGED;--> statement-breakpoint
-- The only secret that a credential had until now becomes the first of its secrets.
INSERT INTO "client_secrets" ("secret_id", "client_id", "secret_hash", "last_used_at", "created_at")
SELECT gen_random_uuid(), "client_id", "secret_hash", "last_used_at", "created_at" FROM "api_credentials";
