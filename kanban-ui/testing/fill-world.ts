import { HOSTILE_HTML } from './hostile-html.ts';
import { SAMPLE_THREADS } from './sample-threads.ts';
import { FakeWorld } from './fake-world.ts';
import { fillLetters } from './fill-letters.ts';

const MINUTE = 60_000;

/** Three boards in daily use: some forty cards, replies, attachments and a mail with hostile HTML. */
export function filledWorld(): FakeWorld {
  const world = new FakeWorld();
  const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE).toISOString();
  for (const [index, sample] of SAMPLE_THREADS.entries()) {
    const { subject, from, entity } = sample;
    const thread = `sample-${index}`;
    const id = world.addMail({
      subject,
      from,
      entity,
      thread,
      body: sample.body,
      at: ago(sample.age * 1.6 + 1),
    });
    if (world.cards.get(id)?.column !== sample.column) world.place(id, sample.column);
    if (sample.reply !== null) {
      const body = `${sample.reply}\n\nOn Monday, Meridian Sales wrote:\n> ${sample.body}`;
      world.addMail({ subject: `Re: ${subject}`, from, entity, thread, body, at: ago(sample.age) });
    }
  }
  addShowpiece(world, ago);
  fillLetters(world, ago);
  return world;
}

function addShowpiece(world: FakeWorld, ago: (minutes: number) => string): void {
  const from = 'Clara Brandt <clara@brandt-anlagen.example>';
  const subject = 'Spring enquiry: valves for the Hamburg site';
  const thread = 'showpiece';
  world.addMail({
    ...{ subject, from, thread, entity: 'europe', at: ago(200) },
    body: 'Dear Meridian team,\n\nplease send a quotation and price for the valves below.\n\nhttps://www.brandt-anlagen.example/list\n\nKind regards,\nClara Brandt',
  });
  world.addMail({
    ...{ subject: `Re: ${subject}`, from, thread, at: ago(90) },
    body: 'Forty pieces of DN50, please.\n\nOn Monday, Meridian Sales wrote:\n> Which quantities do you need?\n> Kind regards, Meridian',
    attachments: [
      {
        filename: 'valve-list.xlsx',
        content_type: 'application/vnd.ms-excel',
        size: 48_200,
        state: 'stored',
        reason: null,
      },
      {
        filename: 'site-plan.dwg',
        content_type: 'image/vnd.dwg',
        size: null,
        state: 'refused',
        reason: 'the address is not public',
      },
    ],
  });
  const id = world.addMail({
    ...{ subject: `Re: ${subject}`, from, thread, at: ago(12) },
    body: 'Dear Sir or Madam, please find our enquiry below.',
    html: HOSTILE_HTML,
  });
  world.place(id, 'qualified');
  const reopened = world.addMail({
    ...{ subject: 'Price for spare seals, reopened', from: 'Lena Fuchs <lena@fuchs-automation.example>' },
    ...{ body: 'Quote and price for seals.', thread: 'reopened', entity: 'europe', at: ago(3000) },
  });
  world.place(reopened, 'won');
  world.addMail({
    ...{ subject: 'Re: Price for spare seals, reopened', from: 'Lena Fuchs <lena@fuchs-automation.example>' },
    ...{ body: 'We need twenty more.', thread: 'reopened', at: ago(6) },
  });
}
