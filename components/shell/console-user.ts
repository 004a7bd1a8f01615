import type { Role } from "@/server/services/principal";

/** The signed-in person, as the console shows them. */
export interface ConsoleUser {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
