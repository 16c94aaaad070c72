import { useEffect } from 'react';
import { t } from '../../messages.ts';
import { Logo } from '../../ui/logo.tsx';
import { ThemeToggle } from '../../ui/theme-toggle.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** What a person sees who is not signed in. `ended` says that the server closed their session. */
export function SignInPage({ ended }: { ended: boolean }) {
  useEffect(() => {
    document.title = t.signIn.title;
  }, []);
  return (
    <main className="sign-in">
      <div className="sign-in-theme">
        <ThemeToggle />
      </div>
      <div className="sign-in-panel">
        <Logo size={40} />
        <h1>{t.signIn.title}</h1>
        <p className="sign-in-lead">{t.signIn.lead}</p>
        {ended && (
          <p className="sign-in-note" role="status">
            {t.signIn.ended}
          </p>
        )}
        <SignInForm />
      </div>
    </main>
  );
}
