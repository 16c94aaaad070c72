/** Where the user is. Everything that a link should bring back stands in the URL's hash. */
export interface Route {
  /** Key of the board; null means the first one. */
  board: string | null;
  /** The card whose drawer is open. */
  cardId: string | null;
  /** Search words, `''` for none. */
  text: string;
  /** Slug of the entity that the board is narrowed to. */
  entity: string | null;
}

/** Reads `#/boards/crm/cards/<id>?text=valve&entity=gulf`; what it does not know, it leaves out. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').map(safeDecode);
  const search = new URLSearchParams(query);
  const board = parts[1] === 'boards' ? parts[2] || null : null;
  return {
    board,
    cardId: board !== null && parts[3] === 'cards' ? parts[4] || null : null,
    text: search.get('text') ?? '',
    entity: search.get('entity') || null,
  };
}

export function formatHash(route: Route): string {
  if (route.board === null) return '#/';
  const card = route.cardId === null ? '' : `/cards/${encodeURIComponent(route.cardId)}`;
  const search = new URLSearchParams();
  if (route.text !== '') search.set('text', route.text);
  if (route.entity !== null) search.set('entity', route.entity);
  const query = search.size === 0 ? '' : `?${search.toString()}`;
  return `#/boards/${encodeURIComponent(route.board)}${card}${query}`;
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
