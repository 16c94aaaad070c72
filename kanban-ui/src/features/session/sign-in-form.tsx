import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { explainError } from '../../lib/explain-error.ts';
import { t } from '../../messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useSession } from './session-context.tsx';
import { retryAfter, useCountdown } from './use-countdown.ts';

interface Missing {
  email?: string;
  password?: string;
}

export function SignInForm() {
  const session = useSession();
  const [missing, setMissing] = useState<Missing>({});
  const [visible, setVisible] = useState(false);
  const attempt = useMutation({
    networkMode: 'always',
    mutationFn: ({ email, password }: { email: string; password: string }) => session.signIn(email, password),
  });
  const wait = useCountdown(retryAfter(attempt.error), attempt.submittedAt);
  const blocked = attempt.isPending || wait > 0;

  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (blocked) return;
    const form = event.currentTarget;
    const read = (name: string): string => String(new FormData(form).get(name) ?? '');
    const [email, password] = [read('email').trim(), read('password')];
    const problems = findMissing(email, password);
    setMissing(problems);
    const first = Object.keys(problems)[0];
    if (first === undefined) attempt.mutate({ email, password });
    else form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };

  return (
    <form className="sign-in-form" onSubmit={onSubmit} noValidate>
      <Field
        label={t.signIn.email}
        error={missing.email}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
      />
      <Field
        label={t.signIn.password}
        error={missing.password}
        name="password"
        type={visible ? 'text' : 'password'}
        autoComplete="current-password"
      >
        <IconButton
          small
          label={visible ? t.signIn.hide : t.signIn.show}
          aria-pressed={visible}
          onClick={() => setVisible(!visible)}
        >
          {visible ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </IconButton>
      </Field>
      <div className="sign-in-error" role="alert">
        {attempt.isError && <Failure error={attempt.error} wait={wait} />}
      </div>
      <Button type="submit" look="primary" className="sign-in-submit" aria-disabled={blocked}>
        {attempt.isPending ? t.signIn.busy : t.signIn.submit}
      </Button>
    </form>
  );
}

function Failure({ error, wait }: { error: Error; wait: number }) {
  const { title, hint } = explainError(error);
  return (
    <>
      <strong>{title}</strong>
      {/* The countdown is not in the alert's words, or a screen reader would read each second aloud. */}
      <span aria-hidden={wait > 0}>{wait > 0 ? t.signIn.wait(wait) : hint}</span>
    </>
  );
}

function findMissing(email: string, password: string): Missing {
  return {
    ...(/^\S+@\S+$/.test(email) ? {} : { email: t.signIn.emailMissing }),
    ...(password === '' ? { password: t.signIn.passwordMissing } : {}),
  };
}
