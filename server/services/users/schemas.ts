import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput, pageOf } from "../page";
import { Role } from "../principal";

/** Octets of a text are what Argon2 is given; characters are what a person counts. */
export const PASSWORD_CHARACTERS_MIN = 15;
export const PASSWORD_CHARACTERS_MAX = 128;
/** More is no password of anybody: it is not even counted in characters. */
const Password = z.string().max(1_024);

/** Written in small letters, so that one person has one account. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const Name = z.string().trim().min(1).max(128);
/** Of a person (`usr_...`). */
const UserId = z.string().min(1).max(64);
const Reason = z.string().trim().min(1).max(500);

export const CreateUserInput = z.strictObject({
  email: Email,
  name: Name,
  role: Role,
  /** Left out: the server makes one, which is in the answer. */
  password: Password.optional(),
});

export const UserView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  /** Somebody else chose the password: until it is changed nothing else can be done. */
  mustChangePassword: z.boolean(),
  createdAt: Instant,
});
export type UserView = z.infer<typeof UserView>;

/** `password` is shown in this answer only; null where the caller chose it. */
export const NewPasswordView = UserView.extend({ password: z.string().nullable() });

export const ListUsersInput = PageInput;
/** A person as an administrator sees them. `lastSeenAt` null: not within the last week. */
export const ListedUserView = UserView.extend({ lastSeenAt: Instant.nullable() });
export type ListedUserView = z.infer<typeof ListedUserView>;
export const UserPage = pageOf(ListedUserView);

/** What is left out stays as it is. */
export const ChangeUserInput = z.strictObject({
  id: UserId,
  name: Name.optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  reason: Reason.optional(),
});

export const UserIdInput = z.strictObject({ id: UserId });

export const ProveInput = z.strictObject({ password: Password });
export const ChangePasswordInput = z.strictObject({ current: Password, password: Password });

/** One sign-in of the person who asks. */
export const OwnSessionView = z.object({
  id: z.string(),
  /** The one that asks. */
  isThis: z.boolean(),
  sourceAddress: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  /** At the latest. */
  expiresAt: Instant,
});
export type OwnSessionView = z.infer<typeof OwnSessionView>;
export const OwnSessionsView = z.object({ items: z.array(OwnSessionView) });
export const EndOwnSessionInput = z.strictObject({ id: z.string().min(1).max(64) });
