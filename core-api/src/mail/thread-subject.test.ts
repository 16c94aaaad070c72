import { assert, constantFrom, array, property, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { readThreadSubject } from './thread-subject.ts';

test.each([
  // Outlook, Thunderbird, Gmail and phones, in their languages
  ['Re: Ball valves', 'ball valves', 'reply', false],
  ['RE: Ball valves', 'ball valves', 'reply', false],
  ['Re[2]: Ball valves', 'ball valves', 'reply', false],
  ['Re(3): Ball valves', 'ball valves', 'reply', false],
  ['RE^2: Ball valves', 'ball valves', 'reply', false],
  ['Re : Ball valves', 'ball valves', 'reply', false],
  ['AW: Kugelhähne DN50', 'kugelhähne dn50', 'reply', false],
  ['Antwort: Kugelhähne DN50', 'kugelhähne dn50', 'reply', false],
  ['Antw: Kogelkranen DN50', 'kogelkranen dn50', 'reply', false],
  ['SV: Kulventiler DN50', 'kulventiler dn50', 'reply', false],
  ['VS: Palloventtiilit', 'palloventtiilit', 'reply', false],
  ['RES: Válvulas', 'válvulas', 'reply', false],
  ['R: Valvole a sfera', 'valvole a sfera', 'reply', false],
  ['Odp: Zawory kulowe', 'zawory kulowe', 'reply', false],
  ['YNT: Küresel vana', 'küresel vana', 'reply', false],
  ['رد: صمامات كروية', 'صمامات كروية', 'reply', false],
  ['\u200fرد: \u202bصمامات كروية\u202c', 'صمامات كروية', 'reply', false],
  ['इसके उत्तर में: बॉल वाल्व', 'बॉल वाल्व', 'reply', false],
  ['उत्तर: बॉल वाल्व', 'बॉल वाल्व', 'reply', false],
  ['Re：ボールバルブ', 'ボールバルブ', 'reply', false],
  ['回复: 球阀', '球阀', 'reply', false],
  ['FW: Ball valves', 'ball valves', 'forward', true],
  ['Fwd: Ball valves', 'ball valves', 'forward', true],
  ['WG: Kugelhähne', 'kugelhähne', 'forward', true],
  ['TR: Robinets', 'robinets', 'forward', true],
  ['RV: Válvulas', 'válvulas', 'forward', true],
  ['ENC: Válvulas', 'válvulas', 'forward', true],
  ['İLT: Küresel vana', 'küresel vana', 'forward', true],
  ['إعادة توجيه: صمامات', 'صمامات', 'forward', true],
  ['अग्रेषित: बॉल वाल्व', 'बॉल वाल्व', 'forward', true],
  // One around another, with what gateways write
  ['RE: AW: Re: FW: Ball valves', 'ball valves', 'reply', true],
  ['WG: AW: Ball valves', 'ball valves', 'forward', true],
  ['[EXTERNAL] Re: Ball valves', 'ball valves', 'reply', false],
  ['Re: [EXT] AW: [Extern] Ball valves', 'ball valves', 'reply', false],
  ['[External Email] [SPAM] RE: Ball valves', 'ball valves', 'reply', false],
  ['(EXTERNAL) Ball valves', 'ball valves', null, false],
  ['***SPAM*** Ball valves', 'ball valves', null, false],
  ['EXTERN: Re: Ball valves', 'ball valves', 'reply', false],
  ['RE: Ball valves [EXTERNAL]', 'ball valves', 'reply', false],
  ['[خارجي] رد: صمامات', 'صمامات', 'reply', false],
  ['[外部] 回复: 球阀', '球阀', 'reply', false],
  // What belongs to the subject stays
  ['[PO-4711] Re: Ball valves', '[po-4711] ball valves', 'reply', false],
  ['Re: [PO-4711] Ball valves', '[po-4711] ball valves', 'reply', false],
  ['[valves-list] Re: [valves-list] Ball valves', '[valves-list] ball valves', 'reply', false],
  ['Ref: your order 4711', 'ref: your order 4711', null, false],
  ['R 404: leak detector', 'r 404: leak detector', null, false],
  ['Request: Ball valves', 'request: ball valves', null, false],
  ['Trial run: Ball valves', 'trial run: ball valves', null, false],
  ['(urgent) Ball valves', '(urgent) ball valves', null, false],
  ['  Ball \t valves ', 'ball valves', null, false],
  ['ＢＡＬＬ　ＶＡＬＶＥＳ', 'ball valves', null, false],
  ['Re:', '', 'reply', false],
  ['', '', null, false],
])('%j is %j', (subject, bare, marker, forwarded) => {
  expect(readThreadSubject(subject)).toEqual({ bare, marker, forwarded });
});

const around = constantFrom(
  ...['Re: ', 'RE:', 'AW: ', 'Antw: ', 'SV: ', 'Fwd: ', 'FW:', 'WG: ', 'TR: ', 'رد: ', 'उत्तर: ', '回复：'],
  ...['Re[4]: ', '[EXTERNAL] ', '[Ext]', '(external) ', '\u200e', '  ', 'EXTERNAL: '],
);
const topics = constantFrom('Ball valves DN50', 'Angebot 4711', 'صمامات كروية', 'बॉल वाल्व', '球阀 报价', 'x');

test('whatever is put around a subject, in any order and number, it stays the same', () => {
  assert(
    property(array(around, { maxLength: 12 }), topics, (markers, topic) => {
      expect(readThreadSubject(markers.join('') + topic).bare).toBe(readThreadSubject(topic).bare);
    }),
  );
});

test('a bare subject is bare: reading it again changes nothing', () => {
  const anything = tuple(array(around, { maxLength: 4 }), string({ unit: 'binary', maxLength: 60 }));
  assert(
    property(anything, ([markers, text]) => {
      const { bare } = readThreadSubject(markers.join('') + text);
      expect(readThreadSubject(bare).bare).toBe(bare);
    }),
    { numRuns: 500 },
  );
});

test('a subject of a hundred thousand markers is read at once', () => {
  expect(readThreadSubject('Re: '.repeat(100_000)).bare).toBe('');
  expect(readThreadSubject('['.repeat(100_000)).bare).toHaveLength(1000);
  expect(readThreadSubject(`${' '.repeat(100_000)}x`).bare).toBe('');
});
