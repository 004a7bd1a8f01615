const FORM = { "content-type": "application/x-www-form-urlencoded" };

export type SignInOutcome = "signed_in" | "refused" | "unreachable";

/** Signs in; the answer for an unknown person and a wrong password is the same. */
export async function requestSignIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: FORM,
      body: new URLSearchParams({ email, password, csrfToken: await csrfToken(), json: "true" }),
    });
    if (response.status === 401) return "refused";
    return response.ok ? "signed_in" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** Ends the sign-in here and on the server, and leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  await fetch("/api/auth/signout", {
    method: "POST",
    headers: FORM,
    body: new URLSearchParams({ csrfToken: await csrfToken(), json: "true" }),
  });
  window.location.assign("/sign-in");
}

async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf");
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return csrfToken;
}
