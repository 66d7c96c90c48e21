import { configure } from 'dx-realtime';
import { PUBLIC_LIVE_URL } from '$env/static/public';

configure({ url: PUBLIC_LIVE_URL, appId: 'shop' });
