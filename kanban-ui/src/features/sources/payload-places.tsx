import { texts } from '../../messages/sources.ts';
import { Field } from '../../ui/field.tsx';
import { MORE_PARTS, NEEDED_PARTS, type Part, type WebhookValues } from './webhook-values.ts';

interface PayloadPlacesProps {
  parts: WebhookValues['parts'];
  isWrong(part: Part): boolean;
  onChange(parts: WebhookValues['parts']): void;
}

/** Where in a foreign payload the parts of the mail stand. */
export function PayloadPlaces({ parts, isWrong, onChange }: PayloadPlacesProps) {
  const words = texts.webhook;
  const field = (part: Part) => (
    <Field
      key={part}
      label={words.parts[part]}
      error={isWrong(part) ? words.wrong.place : undefined}
      value={parts[part] ?? ''}
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => onChange({ ...parts, [part]: event.target.value })}
    />
  );
  const open = MORE_PARTS.some((part) => (parts[part] ?? '') !== '');
  return (
    <fieldset className="door-places">
      <legend>{words.places}</legend>
      <p className="field-hint">{words.placesHint}</p>
      {NEEDED_PARTS.map(field)}
      <details open={open || undefined}>
        <summary>{words.moreParts}</summary>
        <div className="door-places-more">{MORE_PARTS.map(field)}</div>
      </details>
    </fieldset>
  );
}
