CREATE TABLE "download_grants" (
	"device_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"octets_sent" bigint DEFAULT 0 NOT NULL,
	"octets_reached" bigint DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"cuts" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	"report_code" smallint,
	"report_text" text,
	"reported_at" timestamp with time zone,
	CONSTRAINT "download_grants_device_id_operation_id_content_id_pk" PRIMARY KEY("device_id","operation_id","content_id"),
	CONSTRAINT "download_grants_grant" UNIQUE("grant_id"),
	CONSTRAINT "download_grants_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE INDEX "download_grants_expiry" ON "download_grants" USING btree ("expires_at");