CREATE TABLE "channel_budgets" (
	"channel" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_statistics" (
	"day" date NOT NULL,
	"realm" realm NOT NULL,
	"channel" text NOT NULL,
	"manufacturer" text NOT NULL,
	"model" text NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"delivered" bigint DEFAULT 0 NOT NULL,
	"undelivered" bigint DEFAULT 0 NOT NULL,
	"sessions" bigint DEFAULT 0 NOT NULL,
	"delays" bigint[] DEFAULT '{}'::bigint[] NOT NULL,
	CONSTRAINT "channel_statistics_day_realm_channel_manufacturer_model_pk" PRIMARY KEY("day","realm","channel","manufacturer","model")
);
--> statement-breakpoint
CREATE TABLE "wake_up_arrivals" (
	"device_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"came_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wake_up_arrivals_device_id_send_id_pk" PRIMARY KEY("device_id","send_id")
);
--> statement-breakpoint
CREATE TABLE "wake_up_sends" (
	"device_id" uuid NOT NULL,
	"send_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"session_id" integer NOT NULL,
	"channel" text NOT NULL,
	"attempt" smallint NOT NULL,
	"state" text NOT NULL,
	"code" text,
	"problem" text,
	"refs" text[] NOT NULL,
	"receipts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"receipt" text,
	"receipt_code" text,
	"receipt_at" timestamp with time zone,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wake_up_sends_device_id_send_id_pk" PRIMARY KEY("device_id","send_id")
);
--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "asked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "send_id" uuid;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "sent_by" text;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "receipt" text;--> statement-breakpoint
ALTER TABLE "wake_ups" ADD COLUMN "problem_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "wake_up_sends_age" ON "wake_up_sends" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "wake_up_sends_refs" ON "wake_up_sends" USING gin ("refs") WHERE "wake_up_sends"."refs" <> '{}';