/** Mail services where anybody has an address; to block one of them blocks a good part of one's customers. */
export const PUBLIC_MAIL: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com'],
  ...['yahoo.co.in', 'yahoo.co.uk', 'rediffmail.com', 'icloud.com', 'me.com', 'aol.com', 'proton.me'],
  ...['protonmail.com', 'zoho.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'mail.ru', 'yandex.ru'],
  ...['qq.com', '163.com', '126.com', 'naver.com', 'orange.fr', 'free.fr', 'libero.it', 'emirates.net.ae'],
]);
