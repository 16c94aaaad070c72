import { PolicyKind, type NoiseAction, type NoisePolicy } from '@pebble/contract/noise';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explainLine } from '../../lib/explain-error.ts';
import { texts } from '../../messages/senders.ts';
import { announce } from '../../ui/announcer.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { senderKeys } from '../shared/operations-keys.ts';
import { noisePolicyQuery, requestPolicy } from './api/noise-policy.ts';
import { LoopGuardForm } from './loop-guard-form.tsx';

const words = texts.rules;
const ACTIONS = [
  ['ignore', words.actions.ignore],
  ['open_card', words.actions.open_card],
] as const;

/** What becomes of each kind of mail that no person wrote. */
export function NoiseRules() {
  const policy = useQuery(noisePolicyQuery(useSend()));
  if (policy.isPending) return <Skeleton width="100%" height="320px" />;
  if (!policy.data) return <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />;
  const { updated_at: changed } = policy.data;
  return (
    <section className="sender-list" aria-label={texts.tabs.rules}>
      <p className="sender-lead">
        {texts.leads.rules}{' '}
        {changed === null ? (
          words.untouched
        ) : (
          <>
            {words.changed} <TimeAgo instant={changed} />.
          </>
        )}
      </p>
      <div className="noise-panels">
        <Kinds policy={policy.data} />
        <LoopGuardForm guard={policy.data.loop_guard} />
      </div>
    </section>
  );
}

function Kinds({ policy: { kinds } }: { policy: NoisePolicy }) {
  const client = useQueryClient();
  const send = useSend();
  const save = useMutation({
    networkMode: 'always',
    mutationFn: ([kind, action]: [PolicyKind, NoiseAction]) =>
      requestPolicy(send, { kinds: { [kind]: action } }),
    onSuccess(saved, [kind]) {
      client.setQueryData(senderKeys.noisePolicy, saved);
      announce(words.saved(words.kinds[kind]));
    },
    onError: (error) => showToast('error', words.failed, explainLine(error)),
  });
  const [pending, action] = save.isPending ? save.variables : [];
  return (
    <section className="noise-panel" aria-labelledby="noise-kinds-title">
      <h2 id="noise-kinds-title">{words.title}</h2>
      <div className="noise-kinds">
        {PolicyKind.options.map((kind) => (
          <SelectField
            key={kind}
            label={words.kinds[kind]}
            hint={words.hints[kind]}
            options={ACTIONS}
            value={(kind === pending ? action : undefined) ?? kinds[kind]}
            onChoose={(next) => save.mutate([kind, next])}
          />
        ))}
      </div>
    </section>
  );
}
