CREATE TABLE "event_feeds" (
	"system_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"swept_seq" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_readers" (
	"system_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	CONSTRAINT "event_readers_system_id_seq_pk" PRIMARY KEY("system_id","seq")
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"grant_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"from_system_id" uuid NOT NULL,
	"to_system_id" uuid NOT NULL,
	"kinds" text[] NOT NULL,
	"detail" text NOT NULL,
	"from_consented_at" timestamp with time zone,
	"to_consented_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by_id" text,
	CONSTRAINT "grants_between_two" CHECK ("grants"."from_system_id" <> "grants"."to_system_id")
);
--> statement-breakpoint
CREATE TABLE "operation_recipients" (
	"operation_id" uuid NOT NULL,
	"system_id" uuid NOT NULL,
	"detail" text NOT NULL,
	"grant_id" uuid,
	CONSTRAINT "operation_recipients_operation_id_system_id_pk" PRIMARY KEY("operation_id","system_id")
);
--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "owner_system_id" uuid;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_from_system_id_external_systems_system_id_fk" FOREIGN KEY ("from_system_id") REFERENCES "public"."external_systems"("system_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_to_system_id_external_systems_system_id_fk" FOREIGN KEY ("to_system_id") REFERENCES "public"."external_systems"("system_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operation_recipients" ADD CONSTRAINT "operation_recipients_operation_id_operations_operation_id_fk" FOREIGN KEY ("operation_id") REFERENCES "public"."operations"("operation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operation_recipients" ADD CONSTRAINT "operation_recipients_system_id_external_systems_system_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."external_systems"("system_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operation_recipients" ADD CONSTRAINT "operation_recipients_grant_id_grants_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("grant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grants_from" ON "grants" USING btree ("from_system_id","grant_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "grants_to" ON "grants" USING btree ("to_system_id","grant_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "operation_recipients_system" ON "operation_recipients" USING btree ("system_id","operation_id" DESC NULLS LAST);