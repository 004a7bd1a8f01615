"use client";
import { useTranslations } from "use-intl";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { Notice } from "../form/notice";
import { useClock } from "../value/clock";
import { Time } from "../value/time";

/** Why nothing, or less, arrives: since when, and what to do. Nothing where all is well. */
export function SubscriptionTrouble({ subscription }: { readonly subscription: SubscriptionView }) {
  const t = useTranslations("subscriptions.trouble");
  const now = useClock();
  const { state, cause, stateSince, failures, failingSince, heldUntil, withheld } = subscription;
  // Without the right nothing else matters: resuming sends nothing either.
  if (withheld !== null) return <Notice tone="danger">{t(`withheld.${withheld}`)}</Notice>;
  if (state !== "active") {
    return (
      <Notice tone={cause === "person" ? "attention" : "danger"}>
        {t(cause ?? "person")} {t("since")} <Time at={stateSince} explain />
      </Notice>
    );
  }
  if (failingSince === null) return null;
  return (
    <Notice tone="attention">
      {t("failing", { n: failures })} {t("since")} <Time at={failingSince} explain />
      {heldUntil && Date.parse(heldUntil) > now ? (
        <>
          {" · "}
          {t("held")} <Time at={heldUntil} explain />
        </>
      ) : null}
    </Notice>
  );
}
