// Generated from pieces/classifier/src/client.ts by `npm run nodes:generate`: change it there.
import { classify } from '../../contract/classify';
import type { Http } from '../../kit/http';
import { jobClient } from '../../kit/job';

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
