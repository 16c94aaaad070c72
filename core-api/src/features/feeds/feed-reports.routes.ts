import { listMailFeedReports } from '@pebble/contract/mail-feeds';
import { inTenant, type Route } from '../../http/route.ts';
import { reportsOf } from '../sources/door-reports.ts';
import { findFeed } from './feed-rows.ts';

export function feedReportRoutes(): Route[] {
  return [
    inTenant(listMailFeedReports, async (tx, call) => {
      const { id } = await findFeed(tx, call.params.feed_id);
      return reportsOf(tx, { feed_id: id }, call.query);
    }),
  ];
}
