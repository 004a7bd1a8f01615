import type { OfferNews, Progress } from "../../../oma-dm";
import type { ContentOffer, StepAnswer } from "./plan";
import type { StepGift, StepRun, TranscriptEntry } from "./step-run";

/** Where the octets of a grant are had, by the grant's name. The same for one grant, however often it is asked. */
export type DownloadUrlOf = (grant: string) => string;

/** A question to the service: no device is asked. What it said is kept, the address is made anew from the grant. */
export class OfferStep implements StepRun {
  #news: OfferNews | null = null;
  #misfit = false;

  constructor(
    private readonly step: number,
    private readonly contentId: string,
    private readonly urlOf: DownloadUrlOf,
  ) {}

  take(answer: StepGift): void {
    if (answer.kind === "offer") this.#news ??= answer.offer;
    else this.#misfit = true;
  }

  done(): StepAnswer | null {
    return this.#news && { kind: "offer", offer: this.#offerOf(this.#news) };
  }

  progress(): Progress {
    return { kind: "offer", step: this.step, contentId: this.contentId };
  }

  misfits(): boolean {
    return this.#misfit;
  }

  transcript(): TranscriptEntry[] {
    const news = this.#news;
    const state = news === null ? "waiting" : "problem" in news ? news.problem : "offered";
    return [{ kind: "offer", contentId: this.contentId, state }];
  }

  #offerOf(news: OfferNews): ContentOffer {
    if ("problem" in news) return news;
    const { grant, ...content } = news;
    const url = this.urlOf(grant);
    return {
      ...content,
      url,
      descriptorUrl: `${url}/descriptor`,
      reference: { content: grant, octets: content.size },
    };
  }
}
