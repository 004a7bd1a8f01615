CREATE TABLE "missing_capabilities" (
	"capability_id" uuid PRIMARY KEY NOT NULL,
	"realm" realm NOT NULL,
	"manufacturer" text NOT NULL,
	"model" text NOT NULL,
	"firmware" text NOT NULL,
	"capability" text NOT NULL,
	"status" integer NOT NULL,
	"device_id" uuid NOT NULL,
	"learned_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "missing_capabilities_model" UNIQUE("realm","manufacturer","model","firmware","capability")
);
