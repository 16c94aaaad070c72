import type { Source } from '@pebble/contract/sources';
import { useState, type FormEvent } from 'react';
import { texts } from '../../messages/sources.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { requestTrial } from './api/change-webhook.ts';
import { DoorSection } from './door-section.tsx';
import { Finding } from './finding.tsx';
import { samplePayload } from './sample-payload.ts';
import { useTrial } from './use-trial.ts';

/** Says what would become of a payload, before the other side posts the first one. */
export function TryPayload({ source }: { source: Source }) {
  const words = texts.tryOut;
  const [text, setText] = useState(() => JSON.stringify(samplePayload(source.mapping), null, 2));
  const [checked, setChecked] = useState(false);
  const payload = parseObject(text);
  const trial = useTrial((send, value: Record<string, unknown>) => requestTrial(send, source.id, value));
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (payload && !trial.isPending) trial.mutate(payload);
  };
  return (
    <DoorSection title={words.title} lead={words.lead}>
      <form className="door-try" onSubmit={onSubmit} noValidate>
        <TextArea
          label={words.payload}
          error={checked && !payload ? words.notJson : undefined}
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" aria-disabled={trial.isPending}>
          {trial.isPending ? words.running : words.run}
        </Button>
        <FailureNote title={words.failed} error={trial.error} />
        <div role="status">{trial.data && <Finding rehearsal={trial.data} />}</div>
      </form>
    </DoorSection>
  );
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
