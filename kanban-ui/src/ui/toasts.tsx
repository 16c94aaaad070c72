import { CircleAlert, Info, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { t } from '../messages.ts';
import { IconButton } from './button.tsx';
import { dismissToast, toasts, type Toast } from './toast-store.ts';
import './toasts.css';

const SHOWN_MS = { error: 12_000, info: 6000 };

export function Toasts() {
  const shown = useStore(toasts);
  return (
    // The region stands before its first toast does, or a screen reader would miss that one.
    <section
      className="toasts"
      aria-label={t.app.notifications}
      aria-live="assertive"
      aria-relevant="additions"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  // Who is reading it, by mouse or by keyboard, decides how long it stays.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS[toast.tone]);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const Icon = toast.tone === 'error' ? CircleAlert : Info;
  return (
    <div
      className={`toast toast-${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} aria-hidden />
      <div>
        <p className="toast-title" dir="auto">
          {toast.title}
        </p>
        <p className="toast-text">{toast.text}</p>
      </div>
      <IconButton small label={t.app.dismiss} onClick={() => dismissToast(toast.id)}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
