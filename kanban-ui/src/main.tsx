import './lib/quiet-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createQueryClient } from './app/query-client.ts';
import { sessionRefreshTokens } from './features/session/refresh-token.ts';
import { createSession } from './features/session/session.ts';
import { fetchSend } from './lib/fetch-send.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const session = createSession(fetchSend, sessionRefreshTokens());
void session.restore();
createRoot(root).render(
  <StrictMode>
    <App session={session} client={createQueryClient()} />
  </StrictMode>,
);
