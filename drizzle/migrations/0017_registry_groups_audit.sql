CREATE TABLE "audit_chain" (
	"link" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_chain_audit_id_unique" UNIQUE("audit_id")
);
--> statement-breakpoint
CREATE TABLE "device_group_members" (
	"device_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	CONSTRAINT "device_group_members_device_id_group_id_pk" PRIMARY KEY("device_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "device_groups" (
	"group_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"name" text NOT NULL,
	"owner_id" text,
	"filter" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "device_groups_name" UNIQUE NULLS NOT DISTINCT("realm","owner_id","name"),
	CONSTRAINT "device_groups_name_has_length" CHECK (length("device_groups"."name") between 1 and 128)
);
--> statement-breakpoint
CREATE TABLE "device_import_chunks" (
	"import_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"first_line" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "device_import_chunks_import_id_n_pk" PRIMARY KEY("import_id","n")
);
--> statement-breakpoint
CREATE TABLE "device_import_problems" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"field" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	CONSTRAINT "device_import_problems_import_id_line_field_code_pk" PRIMARY KEY("import_id","line","field","code")
);
--> statement-breakpoint
CREATE TABLE "device_imports" (
	"import_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"state" text NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"request_id" text NOT NULL,
	"source_address" text NOT NULL,
	"columns" text[] NOT NULL,
	"octets" bigint DEFAULT 0 NOT NULL,
	"digest" "bytea",
	"idempotency_key" text,
	"chunks" integer DEFAULT 0 NOT NULL,
	"chunks_done" integer DEFAULT 0 NOT NULL,
	"lines" integer DEFAULT 0 NOT NULL,
	"registered" integer DEFAULT 0 NOT NULL,
	"existing" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "device_lives" (
	"device_id" uuid NOT NULL,
	"life" integer NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	CONSTRAINT "device_lives_device_id_life_pk" PRIMARY KEY("device_id","life")
);
--> statement-breakpoint
ALTER TABLE "external_systems" ADD COLUMN "allowed_group_ids" uuid[];--> statement-breakpoint
ALTER TABLE "external_systems" ADD COLUMN "idempotency_key_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "life" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "realm" realm;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "device_group_members_group" ON "device_group_members" USING btree ("group_id","device_id");--> statement-breakpoint
CREATE INDEX "device_imports_state" ON "device_imports" USING btree ("state","import_id");--> statement-breakpoint
CREATE UNIQUE INDEX "device_imports_key" ON "device_imports" USING btree ("owner_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("action","audit_id");