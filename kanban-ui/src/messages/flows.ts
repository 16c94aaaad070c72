import { count, number } from './words.ts';

const mails = (n: number) => count(n, 'mail', 'mails');

/** What the screen of flows says. */
export const texts = {
  title: 'Flows',
  back: 'All flows',
  caption: 'Flows',
  none: 'No flows yet',
  noneText:
    'A flow says what happens to each mail, step by step. Draw one in Activepieces, export it, and upload it here with its manifest.',
  gone: 'This flow does not exist, or it is not yours to see',
  goneHint: 'The link may be old. Choose one in the list.',
  flow: 'Flow',
  purpose: 'What it does',
  activeVersion: 'Active version',
  noActive: 'none active',
  versionsOf: (n: number) => count(n, 'version', 'versions'),
  runsWhere: 'Runs on',
  sections: 'Sections of this flow',
  views: {
    picture: 'Picture',
    runs: 'Runs',
    versions: 'Versions',
    knobs: 'Settings',
    backtests: 'Backtests',
  },
  engines: { embedded: 'Pebble', activepieces: 'Activepieces', n8n: 'n8n' },
  busy: 'One moment…',

  mailFlow: {
    title: 'Flow for new mail',
    chip: 'New mail',
    goesThrough: 'New mail goes through',
    lead: 'Every mail that comes in goes through this one flow, in the version that is active.',
    readOnly: 'Every mail that comes in goes through this one flow. Only an admin chooses another.',
    noActive: (flow: string) =>
      `No version of ${flow} is active, so no mail can be processed. Activate one, or choose another flow.`,
    change: 'Change…',
    dialogLead:
      'New mail goes through the flow that you choose, at once. Attempts under way end in the one before; mail that is tried again begins in the new one.',
    flow: 'Flow',
    choice: (flow: string, version: string, now: boolean) =>
      now ? `${flow} ${version}, now` : `${flow} ${version}`,
    onlyOne: 'There is no other flow with an active version. Upload one, and activate it.',
    act: 'Choose',
    failed: 'It was not changed',
    chosen: (flow: string) => `New mail goes through ${flow}`,
  },

  versions: {
    caption: 'Versions of the flow',
    version: 'Version',
    state: 'State',
    where: 'Deployed on',
    installed: 'Stored',
    active: 'Active',
    draft: 'Stored',
    hash: 'Content hash',
    since: (who: string) => `by ${who}`,
    open: (engine: string) => `Open in ${engine}`,
    show: 'Show picture',
    activate: 'Activate…',
    activateTitle: (version: string) => `Activate version ${version}`,
    activateLead:
      'New mail goes through this version from now on. Mails under way end in the one before, which stays stored: activate it to go back.',
    activateOther: (mailFlow: string) =>
      `It becomes the active version of this flow. New mail goes through ${mailFlow}, so nothing else changes.`,
    missing: (names: readonly string[]) =>
      `It uses ${names.length === 1 ? 'a connection' : 'connections'} that nobody has made: ${names.join(', ')}. Steps that need ${names.length === 1 ? 'it' : 'them'} will fail, unless another engine runs the flow.`,
    connect: 'Open connections',
    activateUntried: 'It has not been tried on mails that you have. A backtest does that without any effect.',
    activateAct: 'Activate',
    activated: (version: string) => `Version ${version} is active`,
    try: 'Backtest…',
  },

  upload: {
    open: 'Upload version…',
    title: 'Upload a version',
    lead: 'It is checked and stored, but not activated. Try it on your mails before you activate it.',
    flow: 'flow.json',
    flowHint: 'What Activepieces exports as a template',
    manifest: 'manifest.json',
    manifestHint: 'Id, version, pieces and settings of the flow',
    missing: 'Choose a file',
    notJson: 'This file is no JSON object',
    act: 'Check and store',
    failed: 'It was not stored',
    done: (version: string) => `Version ${version} is stored`,
  },

  picture: {
    label: (flow: string, version: string) => `Picture of ${flow}, version ${version}`,
    version: 'Version to show',
    asPicture: 'Picture',
    asTable: 'Table',
    look: 'How to look at it',
    colours: 'Colours',
    colourBy: { none: 'No colours', failures: 'By failures', time: 'By time' },
    figuresOf: (runs: number) => `of the last ${count(runs, 'run', 'runs')}`,
    noRuns: 'No runs of this version yet',
    fit: 'Fit into view',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    help: 'Steps can be walked through with Tab; the table tells the same in words.',
    caption: 'Steps of the flow',
    step: 'Step',
    does: 'Does',
    next: 'Then',
    onFailure: 'When it fails',
    figures: 'Last runs',
    goesOn: 'goes on',
    stops: 'the run fails',
    retries: 'tried again, then',
    end: 'end',
    kinds: { trigger: 'Starts the flow', piece: 'Calls a piece', router: 'Chooses a way', loop: 'Repeats' },
    failed: (failed: number, runs: number) => `${number(failed)} of ${number(runs)} failed`,
    took: (ms: string) => `half within ${ms}`,
    slow: (ms: string) => `95% within ${ms}`,
    notRun: 'not run',
    legend: { ok: 'none failed', warn: 'some failed', danger: 'over 10% failed' },
    legendTime: { ok: 'quick', warn: 'over 0.5 s', danger: 'over 3 s' },
  },

  runs: {
    caption: 'Last runs',
    none: 'No runs yet',
    noneText:
      'A run is recorded for each attempt at a mail, with its steps and their time. Send a mail to see the first; only the flow that new mail goes through has runs.',
    noneFailed: 'No failed runs',
    noneFailedText: 'Show all runs instead.',
    filter: 'Which runs',
    all: 'All runs',
    failed: 'Failed runs',
    started: 'Started',
    outcome: 'Outcome',
    steps: 'Steps',
    took: 'Time',
    statuses: { succeeded: 'Succeeded', failed: 'Failed' },
    stepStatuses: { succeeded: 'succeeded', failed: 'failed', skipped: 'not run' },
    attempt: (n: number) => `attempt ${n}`,
    mail: 'Open mail',
    details: (when: string) => `Steps of the run of ${when}`,
    tries: (n: number) => count(n, 'try', 'tries'),
    showSteps: (ran: number) => count(ran, 'step', 'steps'),
    version: (version: string) => `version ${version}`,
    remote: 'Run over there:',
    openRun: (engine: string) => `Open run in ${engine}`,
    noSteps: (engine: string) => `${engine} has told of no steps`,
  },

  knobs: {
    none: 'This flow has no settings',
    noneText: 'A flow declares in its manifest which settings may be changed.',
    range: (min: number, max: number) => `From ${min} to ${max}`,
    longest: (n: number) => `At most ${count(n, 'character', 'characters')}`,
    usual: (value: string) => `usually ${value}`,
    on: 'On',
    off: 'Off',
    save: 'Save',
    saved: 'The settings are saved',
    failed: 'The settings were not saved',
    readOnly: 'Only an admin changes settings.',
    wrongNumber: (min: number, max: number) => `Enter a number from ${min} to ${max}`,
    noActive: 'No version is active',
    noActiveText: 'Activate a version; then its settings stand here.',
  },
} as const;

const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `3 ms`, `1.2 s`, `2.5 min`. */
export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${seconds.format(ms / 1000)} s` : `${seconds.format(ms / 60_000)} min`;
}

export { mails };
