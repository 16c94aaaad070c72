import { classify } from '@pebble/contract/classify';
import type { Http } from '@pebble/kit/http';
import { jobClient } from '@pebble/kit/job';

/** The parts of a mail that a judgement rests on. */
export interface Evidence {
  subject: string;
  from: string;
  body: string;
  attachment_names: string[];
  /** Probability below which the verdict abstains. */
  confidence_floor?: number | undefined;
}

/** The cascade of rungs that judges mail. */
export function classifierClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => ({ judge: (evidence: Evidence) => job(token)(classify, { body: evidence }) });
}
export type ClassifierClient = ReturnType<typeof classifierClient>;
