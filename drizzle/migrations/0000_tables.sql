CREATE TYPE "public"."realm" AS ENUM('live', 'sandbox');--> statement-breakpoint
CREATE TYPE "public"."operation_state" AS ENUM('draft', 'awaiting_approval', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'stopped');--> statement-breakpoint
CREATE TYPE "public"."task_outcome" AS ENUM('acknowledged', 'verified', 'refused', 'error', 'unconfirmed');--> statement-breakpoint
CREATE TYPE "public"."task_state" AS ENUM('scheduled', 'queued', 'notified', 'in_session', 'waiting_device', 'succeeded', 'failed', 'cancelled', 'expired');--> statement-breakpoint
CREATE TABLE "access_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_credentials" (
	"client_id" text PRIMARY KEY NOT NULL,
	"system_id" uuid NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt_counters" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"blocked_until" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "external_systems" (
	"system_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_systems_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"system_id" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_system_id_route_key_pk" PRIMARY KEY("system_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"session_hash" "bytea" PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"source_address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "device_credentials" (
	"device_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"scheme" text NOT NULL,
	"name" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"allow_empty_nonce" boolean DEFAULT false NOT NULL,
	CONSTRAINT "device_credentials_device_id_purpose_pk" PRIMARY KEY("device_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "device_live" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"session_key" uuid,
	"session_started_at" timestamp with time zone,
	"resp_token_hash" "bytea",
	"msg_no" integer DEFAULT 0 NOT NULL,
	"state" text,
	"nonce_current" "bytea",
	"nonce_previous" "bytea",
	"server_nonce" "bytea",
	"last_request_digest" "bytea",
	"last_contact_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "device_nodes" (
	"device_id" uuid NOT NULL,
	"uri" text NOT NULL,
	"format" text NOT NULL,
	"type" text,
	"value" text,
	"acl" text,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "device_nodes_device_id_uri_pk" PRIMARY KEY("device_id","uri")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"dev_id" text NOT NULL,
	"manufacturer" text,
	"model" text,
	"firmware" text,
	"software" text,
	"hardware" text,
	"language" text,
	"dm_version" text,
	"msisdn" text,
	"imsi" text,
	"time_zone" text,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"channels" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"opt_out" boolean DEFAULT false NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"last_seen_day" date,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"audit_id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"request_id" text NOT NULL,
	"source_address" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "events" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"realm" realm NOT NULL,
	"type" text,
	"from_state" "task_state",
	"to_state" "task_state",
	"reason" text,
	"device_id" uuid,
	"operation_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"data" jsonb
);
--> statement-breakpoint
CREATE TABLE "operation_counts" (
	"operation_id" uuid NOT NULL,
	"state" "task_state" NOT NULL,
	"outcome" text DEFAULT '' NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "operation_counts_operation_id_state_outcome_pk" PRIMARY KEY("operation_id","state","outcome")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"device_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"i" integer NOT NULL,
	"event_id" uuid NOT NULL,
	"operation_id" uuid,
	"realm" realm NOT NULL,
	"type" text,
	"from_state" "task_state",
	"to_state" "task_state",
	"reason" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"data" jsonb,
	CONSTRAINT "outbox_device_id_version_i_pk" PRIMARY KEY("device_id","version","i")
);
--> statement-breakpoint
CREATE TABLE "projector" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"operation_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"kind" text NOT NULL,
	"kind_version" smallint NOT NULL,
	"params" jsonb NOT NULL,
	"target" jsonb NOT NULL,
	"state" "operation_state" NOT NULL,
	"priority" smallint NOT NULL,
	"not_before" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"released_n" integer NOT NULL,
	"total" integer NOT NULL,
	"attempts_max" smallint NOT NULL,
	"backoff_seconds" integer NOT NULL,
	"billable" boolean NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"reference" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "results" (
	"device_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"attempt" smallint NOT NULL,
	"n" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "results_device_id_operation_id_attempt_n_pk" PRIMARY KEY("device_id","operation_id","attempt","n")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"device_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"state" "task_state" NOT NULL,
	"outcome" "task_outcome",
	"attempt" smallint DEFAULT 1 NOT NULL,
	"retry_at" timestamp with time zone,
	"reason_code" text,
	"reason_text" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state_since" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "tasks_device_id_operation_id_pk" PRIMARY KEY("device_id","operation_id")
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"device_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "timers_device_id_operation_id_kind_pk" PRIMARY KEY("device_id","operation_id","kind")
);
--> statement-breakpoint
CREATE TABLE "wake_ups" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"session_id" integer NOT NULL,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" uuid,
	"sent_at" timestamp with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "dm_messages" (
	"device_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"session_key" uuid NOT NULL,
	"msg_no" integer NOT NULL,
	"request_length" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "dm_messages_device_id_at_msg_no_pk" PRIMARY KEY("device_id","at","msg_no")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "dm_sessions" (
	"device_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"session_key" uuid NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"messages" integer NOT NULL,
	"outcome" text NOT NULL,
	CONSTRAINT "dm_sessions_device_id_started_at_session_key_pk" PRIMARY KEY("device_id","started_at","session_key")
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_client_id_api_credentials_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."api_credentials"("client_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_credentials" ADD CONSTRAINT "api_credentials_system_id_external_systems_system_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."external_systems"("system_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_tokens_expiry" ON "access_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "user_sessions_user" ON "user_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "devices_dev_id" ON "devices" USING btree ("dev_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "devices_dev_id_reversed" ON "devices" USING btree (reverse("dev_id") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "devices_msisdn" ON "devices" USING btree ("msisdn" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "devices_msisdn_reversed" ON "devices" USING btree (reverse("msisdn") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "devices_imsi" ON "devices" USING btree ("imsi" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "devices_model" ON "devices" USING btree ("manufacturer","model","device_id");--> statement-breakpoint
CREATE INDEX "devices_tags" ON "devices" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "audit_entries_object" ON "audit_entries" USING btree ("object","audit_id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor_id","audit_id");--> statement-breakpoint
CREATE INDEX "events_operation" ON "events" USING btree ("operation_id","seq");--> statement-breakpoint
CREATE INDEX "events_device" ON "events" USING btree ("device_id","seq");--> statement-breakpoint
CREATE INDEX "operations_realm" ON "operations" USING btree ("realm","operation_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "operations_owner" ON "operations" USING btree ("owner_id","operation_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "operations_reference" ON "operations" USING btree ("reference") WHERE "operations"."reference" is not null;--> statement-breakpoint
CREATE INDEX "operations_expiry" ON "operations" USING btree ("expires_at") WHERE "operations"."state" in ('scheduled', 'running', 'paused') and "operations"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "tasks_operation_n" ON "tasks" USING btree ("operation_id","n");--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "wake_ups_due" ON "wake_ups" USING btree ("due_at");