CREATE TABLE "object_parts" (
	"device_id" uuid NOT NULL,
	"session_key" uuid NOT NULL,
	"n" integer NOT NULL,
	"octets" "bytea" NOT NULL,
	CONSTRAINT "object_parts_device_id_session_key_n_pk" PRIMARY KEY("device_id","session_key","n")
);
