CREATE TABLE "device_descriptions" (
	"description_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"manufacturer" text NOT NULL,
	"model" text NOT NULL,
	"firmware_prefix" text NOT NULL,
	"document" text NOT NULL,
	"nodes" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "device_descriptions_model" UNIQUE("realm","manufacturer","model","firmware_prefix")
);
