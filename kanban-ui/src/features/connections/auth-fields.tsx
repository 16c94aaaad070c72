import type { AuthField } from '@pebble/contract/connections';
import { texts } from '../../messages/connections.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';

const words = texts.connection;

interface AuthFieldsProps {
  fields: readonly AuthField[];
  values: Readonly<Record<string, string>>;
  wrong: Readonly<Record<string, string>>;
  /** Secrets that are filled in already. */
  kept: readonly string[];
  /** True when all secrets are to be given anew. */
  again: boolean;
  onType(name: string, value: string): void;
}

/** The fields of a credential, as its connector declares them. */
export function AuthFields({ fields, values, wrong, kept, again, onType }: AuthFieldsProps) {
  const stored = kept.length > 0;
  return (
    <>
      {stored && again && <p className="connection-warning">{words.secretsAgain}</p>}
      {fields.map(({ name, kind, label, help, required, default: usual, choices }) => {
        if (kind === 'choice') {
          return (
            <SelectField
              key={name}
              label={label}
              hint={help}
              options={choices.map((choice) => [choice.value, choice.label] as const)}
              value={values[name] ?? usual ?? ''}
              onChoose={(value) => onType(name, value)}
            />
          );
        }
        const keeps = kind === 'secret' && kept.includes(name) && !again;
        return (
          <Field
            key={name}
            label={label}
            hint={hintOf([help, keeps && words.secretKeep, !required && words.optional])}
            error={wrong[name]}
            type={kind === 'secret' ? 'password' : 'text'}
            autoComplete={kind === 'secret' ? 'new-password' : 'off'}
            autoCapitalize="none"
            spellCheck={false}
            placeholder={usual ?? undefined}
            value={values[name] ?? ''}
            onChange={(event) => onType(name, event.target.value)}
          />
        );
      })}
    </>
  );
}

function hintOf(parts: readonly (string | false)[]): string | undefined {
  return parts.filter(Boolean).join(' ') || undefined;
}
