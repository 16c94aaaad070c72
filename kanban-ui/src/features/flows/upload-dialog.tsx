import { useState, type FormEvent } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { requestDraft } from './api/change-flows.ts';
import { readJson, type Json } from './read-json.ts';
import { useFlowChange } from './use-flow-change.ts';

const words = texts.upload;
const PARTS = ['flow', 'manifest'] as const;
type Part = (typeof PARTS)[number];
type Chosen = Record<Part, Json | null>;

/** Takes flow.json and manifest.json. What the engine would not run is refused by the server, with the step and the reason. */
export function UploadDialog({ onClose }: { onClose(): void }) {
  const [chosen, setChosen] = useState<Chosen>({ flow: null, manifest: null });
  const [wrong, setWrong] = useState<Partial<Record<Part, string>>>({});
  const upload = useFlowChange(requestDraft, (stored) => {
    onClose();
    announce(words.done(stored.version));
    navigateOperations({ path: [stored.flow_id], query: { view: 'versions' } });
  });
  const choose = async (part: Part, file: File | undefined): Promise<void> => {
    const read = file ? await readJson(file) : null;
    setChosen((now) => ({ ...now, [part]: read }));
    setWrong((now) => ({ ...now, [part]: file && read === null ? words.notJson : undefined }));
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const { flow, manifest } = chosen;
    if (flow && manifest) return void (upload.isPending || upload.mutate({ flow, manifest }));
    setWrong((now) =>
      Object.fromEntries(
        PARTS.map((part) => [part, chosen[part] ? undefined : (now[part] ?? words.missing)]),
      ),
    );
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{words.lead}</p>
        {PARTS.map((part) => (
          <Field
            key={part}
            type="file"
            accept="application/json,.json"
            label={words[part]}
            hint={words[`${part}Hint`]}
            error={wrong[part]}
            onChange={(event) => void choose(part, event.target.files?.[0])}
          />
        ))}
        <FailureNote title={words.failed} error={upload.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={upload.isPending}>
            {upload.isPending ? texts.busy : words.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
