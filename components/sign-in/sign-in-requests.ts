const FORM = { "content-type": "application/x-www-form-urlencoded" };

export type SignInOutcome = "signed_in" | "refused" | "unavailable" | "unreachable";

/** Signs in; the answer for an unknown person and a wrong password is the same. Unavailable: neither could be told. */
export async function requestSignIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: FORM,
      body: new URLSearchParams({ email, password, csrfToken: await csrfToken(), json: "true" }),
    });
    if (response.status === 401) return (await isFault(response)) ? "unavailable" : "refused";
    return response.ok ? "signed_in" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** Whether the address in a refusal names a fault of the server. */
async function isFault(response: Response): Promise<boolean> {
  const { url } = (await response.json()) as { url: string };
  return new URL(url, window.location.origin).searchParams.get("error") === "unavailable";
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
