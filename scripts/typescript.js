/** Lets Node run the TypeScript of this project, in worker threads too: `node --import ./scripts/typescript.js …`. */
import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

if (isMainThread) await import('tsx');
else register();
