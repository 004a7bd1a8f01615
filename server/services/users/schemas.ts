import { z } from "zod";
import { Instant } from "../devices/schemas";
import { Role } from "../principal";

/** Octets of a text are what Argon2 is given; characters are what a person counts. */
export const PASSWORD_CHARACTERS_MIN = 15;
export const PASSWORD_CHARACTERS_MAX = 128;

/** Written in small letters, so that one person has one account. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const CreateUserInput = z.strictObject({
  email: Email,
  name: z.string().trim().min(1).max(128),
  role: Role,
  password: z.string().max(1_024),
});

export const UserView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  createdAt: Instant,
});
export type UserView = z.infer<typeof UserView>;
