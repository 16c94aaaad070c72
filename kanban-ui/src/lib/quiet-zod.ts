import { config } from 'zod';

// Zod probes for `new Function` to compile its checks; the page's policy forbids that, and each probe would be reported.
config({ jitless: true });
