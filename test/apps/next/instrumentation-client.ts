import { configure } from 'dx-realtime';

configure({ url: process.env.NEXT_PUBLIC_LIVE_URL!, appId: 'shop' });
