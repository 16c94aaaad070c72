import type { Me } from '@pebble/contract/auth';
import type { ReactNode } from 'react';
import { t } from '../messages.ts';
import { Logo } from '../ui/logo.tsx';
import { WhoAmI } from './who-am-i.tsx';
import './shell.css';
import './sidebar.css';

interface ShellProps {
  /** Null until it is known. */
  me: Me | null;
  /** Boards and screens to choose from. */
  nav?: ReactNode;
  /** True while a dialog covers the page. */
  inert?: boolean;
  /** The main part of the page. */
  children: ReactNode;
  /** What lies beside it or above it. */
  aside?: ReactNode;
}

/** What stays while everything else changes: name, ways to go, and who is signed in. */
export function Shell({ me, nav, inert = false, children, aside }: ShellProps) {
  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={skipToMain}>
        {t.app.skip}
      </a>
      <div className="sidebar" inert={inert}>
        <header className="brand">
          <Logo size={26} />
          <div className="brand-text">
            <p className="brand-name">{t.app.name}</p>
            <p className="brand-tenant">{me?.tenant.name ?? ' '}</p>
          </div>
        </header>
        <div className="sidebar-navs">{nav}</div>
        <WhoAmI me={me} />
      </div>
      <main id="main" tabIndex={-1} inert={inert}>
        {children}
      </main>
      {aside}
    </div>
  );
}

// The hash holds the route, so that a plain anchor would lead away from it.
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
