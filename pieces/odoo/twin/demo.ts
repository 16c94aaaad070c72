import type { StartDemoTwin } from '../../kit/twin/demo-twin.ts';
import { startOdooTwin } from './odoo-twin.ts';

/** The newest version that the connector knows, with the data of an invented company. */
export const startDemoTwin: StartDemoTwin = async () => {
  const twin = await startOdooTwin();
  return {
    ...{ connector: 'odoo', auth: 'api_key', values: twin.credential },
    ...{ url: twin.url, mailboxes: [], close: () => twin.close() },
    tip: `Its leads:  curl ${twin.url}/__twin/rows/crm.lead`,
  };
};
