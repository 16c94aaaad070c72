import { ApiError } from '@pebble/contract/client';
import { useEffect, useState } from 'react';

/** Seconds that the server asked to wait, or 0. */
export function retryAfter(error: unknown): number {
  return error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
}

/** Seconds that are left of `seconds`; counting starts anew when `attempt` changes. */
export function useCountdown(seconds: number, attempt: number): number {
  const [left, setLeft] = useState({ attempt: 0, seconds: 0 });
  useEffect(() => {
    if (seconds <= 0) return;
    const end = Date.now() + seconds * 1000;
    const tick = (): void => setLeft({ attempt, seconds: Math.max(0, Math.ceil((end - Date.now()) / 1000)) });
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [seconds, attempt]);
  return left.attempt === attempt ? left.seconds : seconds;
}
