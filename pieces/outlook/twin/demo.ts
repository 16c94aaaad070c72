import type { StartDemoTwin } from '../../kit/twin/demo-twin.ts';
import { startGraphTwin } from './graph-twin.ts';

/** Empty mailboxes: what comes is what somebody delivers. */
export const startDemoTwin: StartDemoTwin = async ({ mailboxes }) => {
  const twin = await startGraphTwin({
    mails: 'none',
    users: mailboxes.map((address) => ({ address, name: address })),
    // A twin of an earlier start may have given the same ids to other mails.
    seed: Date.now(),
  });
  return {
    ...{ connector: 'outlook', auth: 'app', values: twin.credential },
    ...{ url: twin.url, mailboxes, close: () => twin.close() },
  };
};
