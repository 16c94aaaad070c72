import { classify } from '@pebble/contract/classify';
import { contractClient } from '@pebble/kit/contract-client';
import type { Http } from '@pebble/kit/http';

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
  const call = contractClient(http);
  return { judge: (evidence: Evidence) => call(classify, { body: evidence }) };
}
export type ClassifierClient = ReturnType<typeof classifierClient>;
