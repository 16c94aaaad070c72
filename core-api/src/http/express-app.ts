import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Dispatch } from './dispatch.ts';
import { readBody } from './read-body.ts';
import { refuseUnread } from './refuse-unread.ts';
import { splitTarget } from './request-target.ts';
import { sendStream } from './send-stream.ts';
import { sendText } from './send-text.ts';

/** Builds the HTTP face: security headers, the API, the human API page and the built board. It does not listen. */
export function createApp(parts: { dispatch: Dispatch; docsPage: string; uiFolder: string }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(
    ['/api', '/healthz', '/readyz'],
    (request, response) => void serveApi(parts.dispatch, request, response),
  );
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: CSP } }));
  app.use(compression());
  app.get('/docs', (_request, response) => void response.type('html').send(parts.docsPage));
  servePages(app, parts.uiFolder);
  app.use(hideErrors);
  return app;
}

function servePages(app: Express, folder: string): void {
  // Hashed file names: what is once in a browser's cache never changes. The page itself is asked for anew each time.
  app.use('/assets', express.static(`${folder}/assets`, { immutable: true, maxAge: '1y', index: false }));
  app.use('/assets', (_request, response) => void response.sendStatus(404));
  const fresh = (response: { setHeader(name: string, value: string): unknown }) =>
    void response.setHeader('cache-control', 'no-cache');
  app.use(express.static(folder, { cacheControl: false, setHeaders: fresh }));
  app.get('/{*page}', (_request, response) => {
    fresh(response);
    response.sendFile('index.html', { root: folder, cacheControl: false });
  });
}

// Express's own handler shows the stack to whoever asks. Errors of the API never come here.
const hideErrors: ErrorRequestHandler = (error: { status?: unknown }, _request, response, next) => {
  if (response.headersSent) return next(error);
  response.sendStatus(typeof error.status === 'number' && error.status < 500 ? error.status : 500);
};

// What matters of helmet's headers for JSON, which no browser shows as a page.
const API_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

// Mail HTML is shown in a sandboxed srcdoc frame, which inherits this policy: no script but ours, no foreign image.
const CSP = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'"],
  'frame-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

async function serveApi(dispatch: Dispatch, request: Request, response: Response): Promise<void> {
  const gone = new AbortController();
  // Every response closes at last; only one that was not sent to its end has lost its client.
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const reply = await dispatch({
    method: request.method === 'HEAD' ? 'GET' : request.method,
    ...splitTarget(request.originalUrl),
    header: (name) => request.get(name),
    address: request.socket.remoteAddress ?? null,
    readBody: (limit) => readBody(request, limit),
    signal: gone.signal,
  });
  if (response.destroyed) return;
  response.status(reply.status).set(reply.headers).set(API_HEADERS);
  // A stream has no end that the headers alone could wait for.
  if ((reply.stream || reply.text) && request.method === 'HEAD') return void response.end();
  if (reply.stream) return sendStream(response, reply.stream);
  if (reply.text) return sendText(response, reply.text);
  const body = reply.body === undefined ? '' : JSON.stringify(reply.body);
  if (!request.complete) return refuseUnread(request, response, body);
  response.end(body);
}
