// Generated from pieces/pebble/src/client.ts by `npm run nodes:generate`: change it there.
import { moveCard } from '../../contract/cards';
import type { Body } from '../../contract/endpoint';
import { addNote, endMail, placeMail, readSettings, reportRun, takeMark } from '../../contract/jobs';
import type { Http } from '../../kit/http';
import { jobClient } from '../../kit/job';

/** What a flow may do to the mail that a job token is bound to. */
export function pebbleClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => {
    const call = job(token);
    return {
      placeMail: (body: Body<typeof placeMail>) => call(placeMail, { body }),
      addNote: (body: Body<typeof addNote>) => call(addNote, { body }),
      endMail: (body: Body<typeof endMail>) => call(endMail, { body }),
      moveCard: (card_id: string, body: Body<typeof moveCard>) =>
        call(moveCard, { params: { card_id }, body }),
      readSettings: () => call(readSettings, {}),
      takeMark: (body: Body<typeof takeMark>) => call(takeMark, { body }),
      reportRun: (body: Body<typeof reportRun>) => call(reportRun, { body }),
    };
  };
}
export type PebbleClient = ReturnType<typeof pebbleClient>;
