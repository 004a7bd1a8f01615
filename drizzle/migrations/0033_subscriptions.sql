CREATE TABLE "deliveries" (
	"subscription_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"key" uuid NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"again" boolean DEFAULT false NOT NULL,
	"untold" boolean DEFAULT false NOT NULL,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deliveries_subscription_id_seq_pk" PRIMARY KEY("subscription_id","seq")
);
--> statement-breakpoint
CREATE TABLE "subscription_secrets" (
	"secret_id" uuid PRIMARY KEY NOT NULL,
	"subscription_id" uuid NOT NULL,
	"sealed_secret" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"subscription_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"system_id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text,
	"types" text[] NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"cause" text,
	"state_since" timestamp with time zone DEFAULT now() NOT NULL,
	"position" bigint NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_success_at" timestamp with time zone,
	"failing_since" timestamp with time zone,
	"held_until" timestamp with time zone,
	"delivered" bigint DEFAULT 0 NOT NULL,
	"failed_attempts" bigint DEFAULT 0 NOT NULL,
	"parked" bigint DEFAULT 0 NOT NULL,
	"leased_by" uuid,
	"lease_until" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "subscription_secrets" ADD CONSTRAINT "subscription_secrets_subscription_id_subscriptions_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("subscription_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_system_id_external_systems_system_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."external_systems"("system_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_event" ON "deliveries" USING btree ("subscription_id","event_id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("subscription_id","next_at") WHERE state = 'retrying';--> statement-breakpoint
CREATE INDEX "deliveries_key" ON "deliveries" USING btree ("subscription_id","key","seq") WHERE state <> 'delivered';--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("subscription_id","state","seq") WHERE state <> 'delivered';--> statement-breakpoint
CREATE INDEX "subscription_secrets_subscription" ON "subscription_secrets" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "subscriptions_system" ON "subscriptions" USING btree ("system_id","subscription_id");