import { texts } from '../../messages/sources.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { AccountFieldsProps } from './account-form.tsx';
import { MODES } from './modes.ts';

const words = texts.account;
const AFTERS = (['nothing', 'mark_seen', 'move'] as const).map((one) => [one, words.afters[one]] as const);
const STARTS = (['now', 'beginning', 'since'] as const).map((one) => [one, words.starts[one]] as const);
const KEEP = ['keep', words.starts.keep] as const;

/** What most accounts leave as it is: where reading begins, what happens to mail, and a certificate of one's own. */
export function AccountFinerFields({ values, set, wrong, isThere }: AccountFieldsProps) {
  return (
    <>
      <SelectField
        label={texts.mode}
        hint={texts.modeHint}
        options={MODES}
        value={values.mode}
        onChoose={(mode) => set({ mode })}
      />
      <SelectField
        label={words.start}
        options={isThere ? [KEEP, ...STARTS] : STARTS}
        value={values.start}
        onChoose={(start) => set({ start })}
      />
      {values.start === 'since' && (
        <Field
          label={words.since}
          error={wrong('start_from')}
          type="date"
          value={values.since}
          onChange={(event) => set({ since: event.target.value })}
        />
      )}
      <SelectField
        label={words.after}
        options={AFTERS}
        value={values.after_accept}
        onChoose={(after_accept) => set({ after_accept })}
      />
      {values.after_accept === 'move' && (
        <Field
          label={words.moveTo}
          error={wrong('move_to')}
          value={values.move_to}
          onChange={(event) => set({ move_to: event.target.value })}
        />
      )}
      <details className="door-finer">
        <summary>{words.finer}</summary>
        <TextArea
          label={words.ca}
          error={wrong('ca')}
          rows={4}
          spellCheck={false}
          value={values.ca}
          onChange={(event) => set({ ca: event.target.value })}
        />
      </details>
    </>
  );
}
