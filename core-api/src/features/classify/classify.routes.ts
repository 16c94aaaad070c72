import { classify } from '@pebble/contract/classify';
import { plain, type Route } from '../../http/route.ts';
import type { Classifier } from './classifier.ts';

/** Judging has no effect and reads nothing of the tenant: the caller, usually a flow, says how sure one has to be. */
export function classifyRoutes(classifier: Classifier): Route[] {
  return [
    plain(classify, async (_db, { body }) =>
      classifier.classify(body, { confidenceFloor: body.confidence_floor }),
    ),
  ];
}
