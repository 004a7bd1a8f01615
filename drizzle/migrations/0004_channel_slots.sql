ALTER TABLE "wake_ups" ADD COLUMN "slot" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_budgets" DROP COLUMN "tokens";