import type { Clock } from './clock.ts';
import type { SessionGate } from './session-gate.ts';
import type { SignInThrottle } from './throttle.ts';
import type { Tokens } from './tokens.ts';

/** What the endpoints of this feature share; made once for each process. */
export interface AuthDeps {
  tokens: Tokens;
  gate: SessionGate;
  throttle: SignInThrottle;
  now: Clock;
}
