import { createStore } from '../lib/store.ts';

export interface Toast {
  id: number;
  tone: 'error' | 'info';
  title: string;
  text: string;
}

const LIMIT = 4;
let next = 1;

/** What any part of the app wants to tell, whichever part shows it. */
export const toasts = createStore<readonly Toast[]>([]);

export function showToast(tone: Toast['tone'], title: string, text: string): void {
  const toast = { id: next++, tone, title, text };
  toasts.update((shown) => [...shown, toast].slice(-LIMIT));
}

export function dismissToast(id: number): void {
  toasts.update((shown) => shown.filter((toast) => toast.id !== id));
}
