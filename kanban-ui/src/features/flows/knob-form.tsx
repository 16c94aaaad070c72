import { setKnobs } from '@pebble/contract/flows';
import type { FlowKnob } from '@pebble/contract/flow-versions';
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { texts } from '../../messages/flows.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { requestKnobs } from './api/change-flows.ts';
import { knobsQuery } from './api/read-flows.ts';
import { KnobField } from './knob-field.tsx';
import { changesOf, misfit, typedOf, type TypedKnobs } from './knob-values.ts';
import { useFlowChange } from './use-flow-change.ts';

const words = texts.knobs;

/** What may be changed about a flow without changing the flow. */
export function KnobForm({ flowId, active }: { flowId: string; active: boolean }) {
  const query = useQuery({ ...knobsQuery(useSend(), flowId), enabled: active });
  const icon = <SlidersHorizontal size={28} aria-hidden />;
  if (!active) return <State icon={icon} title={words.noActive} text={words.noActiveText} />;
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { knobs } = query.data;
  if (knobs.length === 0) return <State icon={icon} title={words.none} text={words.noneText} />;
  // What is saved elsewhere meanwhile begins the form anew.
  return <Knobs key={JSON.stringify(knobs)} flowId={flowId} knobs={knobs} />;
}

function Knobs({ flowId, knobs }: { flowId: string; knobs: readonly FlowKnob[] }) {
  const may = useMayCall(setKnobs);
  const [typed, setTyped] = useState<TypedKnobs>(() => typedOf(knobs));
  const changes = changesOf(knobs, typed);
  const wrong = knobs.some((knob) => misfit(knob, typed[knob.name] ?? '') !== undefined);
  const save = useFlowChange(
    (send, wanted: Record<string, unknown>) => requestKnobs(send, flowId, wanted),
    () => announce(words.saved),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending && !wrong) save.mutate(changes);
  };
  return (
    <form className="knobs" onSubmit={onSubmit} noValidate>
      {!may && <p className="flow-lead">{words.readOnly}</p>}
      {knobs.map((knob) => (
        <KnobField
          key={knob.name}
          knob={knob}
          value={typed[knob.name] ?? ''}
          readOnly={!may}
          onType={(value) => setTyped({ ...typed, [knob.name]: value })}
        />
      ))}
      <FailureNote title={words.failed} error={save.error} />
      {may && (
        <Button
          type="submit"
          look="primary"
          aria-disabled={save.isPending || wrong || Object.keys(changes).length === 0}
        >
          {save.isPending ? texts.busy : words.save}
        </Button>
      )}
    </form>
  );
}
